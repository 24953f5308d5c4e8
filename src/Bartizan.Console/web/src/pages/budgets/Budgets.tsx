import { useBudgets } from '../../api/budgets';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { pressure } from '../../lib/budgets';
import { BudgetPanel } from './BudgetPanel';
import css from './Budgets.module.css';
import page from '../../components/ListPage.module.css';

const howTo = `budgets:
  limits:
    - name: everybody
      limit: 500 USD
      per: month
    - name: each-agent
      limit: 2000000 tokens
      per: day
      each: [agent]`;

/** What may be spent, and how much of it is gone. */
export default function Budgets() {
  const budgets = useBudgets();
  const items = budgets.data?.items ?? [];
  const spent = items.filter((budget) => pressure(budget) === 'spent').length;
  const names = [...new Set(items.map((budget) => budget.budget))];

  return (
    <div className={page.page}>
      <div className={page.head}>
        <PageHead title="Budgets" note={items.length > 0 && (spent > 0 ? `${plural(spent, 'count')} spent` : 'none is spent')}>
          <Freshness at={budgets.dataUpdatedAt} everyMs={15_000} failing={budgets.isError} again={() => void budgets.refetch()} />
          <Export name="budgets" rows={items} />
        </PageHead>
      </div>
      <div className={page.body}>
        <div className={page.fill}>
          {budgets.isPending ? <SkeletonRows rows={8} height={24} gap={20} />
            : !budgets.data ? <Failed what="Budgets" error={budgets.error} again={() => void budgets.refetch()} />
            : items.length === 0 ? (
              <Empty icon="budgets" title="Nothing is spent from any budget">
                <p>Limits for requests, tokens, money and open streams stand in bartizan.yaml; what is spent from them stands here.</p>
                <Snippet text={howTo} label="configuration" />
              </Empty>
            ) : (
              <div className={css.panels}>
                {names.map((name) => <BudgetPanel key={name} name={name} counts={items.filter((budget) => budget.budget === name)} />)}
              </div>
            )}
        </div>
      </div>
    </div>
  );
}
