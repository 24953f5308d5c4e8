import { LineChart } from 'echarts/charts';
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { OverviewBucket } from '../../api/types';
import { axisTime } from '../../lib/format';
import { verdicts } from '../../lib/words';
import { useShownTheme } from '../../theme/theme';
import { tip } from './tip';
import css from './DecisionChart.module.css';

use([LineChart, GridComponent, TooltipComponent, AxisPointerComponent, CanvasRenderer]);

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Stacked area of decisions; a click opens the exchanges of that moment. */
export default function DecisionChart({ buckets, bucketSeconds, onOpen }: {
  buckets: OverviewBucket[];
  bucketSeconds: number;
  onOpen: (bucket: OverviewBucket) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const latest = useRef({ buckets, onOpen });
  latest.current = { buckets, onOpen };
  const theme = useShownTheme();

  useEffect(() => {
    const drawn = init(place.current!, null, { renderer: 'canvas' });
    chart.current = drawn;
    drawn.getZr().on('click', ({ offsetX, offsetY }) => {
      if (!drawn.containPixel('grid', [offsetX, offsetY])) return;
      const index = drawn.convertFromPixel({ xAxisIndex: 0 }, offsetX);
      const bucket = latest.current.buckets[Math.round(Number(index))];
      if (bucket) latest.current.onOpen(bucket);
    });
    const resize = new ResizeObserver(() => drawn.resize());
    resize.observe(place.current!);
    return () => {
      resize.disconnect();
      drawn.dispose();
    };
  }, []);

  useEffect(() => {
    const span = bucketSeconds * buckets.length;
    const text = { color: token('--ink-3'), fontSize: 12, fontFamily: getComputedStyle(document.body).fontFamily };
    chart.current?.setOption(
      {
        animation: false,
        grid: { left: 36, right: 8, top: 20, bottom: 24 },
        tooltip: {
          trigger: 'axis', confine: true, transitionDuration: 0, padding: 0, borderWidth: 0, backgroundColor: 'transparent', className: css.tip,
          axisPointer: { type: 'line', lineStyle: { color: token('--line-strong'), type: 'solid' } },
          formatter: (points: { dataIndex: number }[]) => tip(latest.current.buckets[points[0]?.dataIndex ?? -1], bucketSeconds),
        },
        xAxis: {
          type: 'category', boundaryGap: false, data: buckets.map((bucket) => axisTime(Date.parse(bucket.start), span)),
          axisLine: { lineStyle: { color: token('--line-strong') } }, axisTick: { show: false }, axisLabel: { ...text, interval: 'auto', hideOverlap: true },
        },
        yAxis: {
          type: 'value', minInterval: 1, splitNumber: 4, axisLabel: { ...text, margin: 8 }, splitLine: { lineStyle: { color: token('--line') } },
        },
        series: verdicts.map((verdict) => ({
          type: 'line', stack: 'decisions', name: verdict, data: buckets.map((bucket) => bucket[verdict]),
          symbol: 'none', cursor: 'pointer', emphasis: { disabled: true },
          lineStyle: { width: 0 }, areaStyle: { color: token(`--${verdict}-area`), opacity: 1 },
        })),
      },
      { lazyUpdate: true },
    );
  }, [buckets, bucketSeconds, theme]);

  const sums = verdicts.map((verdict) => `${verdict} ${buckets.reduce((sum, bucket) => sum + bucket[verdict], 0)}`).join(', ');
  return <div ref={place} className={css.chart} role="img" aria-label={`Decisions over time: ${sums}. The table beside shows each point.`} />;
}
