// Builds web/dist, called by Web.targets: node web-build.mjs <web folder> <folder for stamps>
//
// Several builds may run at once (a solution, a publish, a test run): one of them works, the others wait and then find it done.
// Whether something is to do is judged by content, not by time, so that a fresh checkout or a cache does no needless work.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [web, stamps] = process.argv.slice(2);
const lock = join(stamps, 'lock');
const longestWaitMs = 15 * 60 * 1000;

main();

function main() {
  mkdirSync(stamps, { recursive: true });
  take();
  try {
    install();
    build();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function install() {
  if (isBuilt()) return;
  const wanted = hash([join(web, 'package.json'), join(web, 'package-lock.json')]);
  // The stamp lives in what it vouches for: whoever deletes node_modules deletes it too.
  const stamp = join(web, 'node_modules', '.bartizan-stamp');
  if (read(stamp) === wanted) return;
  say('installing the packages of the console (npm ci)');
  run('npm ci --ignore-scripts --no-audit --no-fund');
  writeFileSync(stamp, wanted);
}

function build() {
  if (!isBuilt()) {
    say('building the console (npm run build)');
    run('npm run build');
  }

  // MSBuild compares times: both outputs must be newer than every input, also when the content was right already.
  writeFileSync(join(stamps, 'dist.stamp'), sources());
  utimesSync(join(web, 'dist', 'index.html'), new Date(), new Date());
}

function isBuilt() {
  return existsSync(join(web, 'dist', 'index.html')) && read(join(stamps, 'dist.stamp')) === sources();
}

function sources() {
  const names = readdirSync(web).filter((name) => !['node_modules', 'dist', 'mock'].includes(name));
  return hash(names.flatMap((name) => files(join(web, name))));
}

function files(path) {
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => files(join(path, name))) : [path];
}

function hash(paths) {
  const all = createHash('sha256');
  for (const path of paths.sort()) {
    all.update(`${relative(web, path)}\0`).update(createHash('sha256').update(readFileSync(path)).digest());
  }

  return all.digest('hex');
}

function run(command) {
  // The time it takes is the user's; what it says matters only when it fails.
  const { status, stdout, stderr } = spawnSync(command, { cwd: web, shell: true, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return;
  console.error(`${stdout ?? ''}\n${stderr ?? ''}`);
  console.error(`web-build: error: "${command}" failed in ${web}. Mend it, or leave the console out with -p:BuildWeb=false.`);
  rmSync(lock, { recursive: true, force: true });
  process.exit(1);
}

function take() {
  for (const start = Date.now(); ; sleep(200)) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }

    if (isAbandoned()) rmSync(lock, { recursive: true, force: true });
    if (Date.now() - start > longestWaitMs) {
      console.error(`web-build: error: another build has held ${lock} for too long. Delete that folder if no build runs.`);
      process.exit(1);
    }
  }
}

// A build that was killed cannot give its lock back.
function isAbandoned() {
  const pid = Number(read(join(lock, 'pid')));
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function say(what) {
  console.log(`Bartizan: ${what}`);
}

function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
