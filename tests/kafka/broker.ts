import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel } from 'kafkajs';
import { mavenJars } from '../support/maven-jars.ts';
import { PATIENCE } from '../support/patience.ts';

const POM = fileURLToPath(new URL('pom.xml', import.meta.url));
/** The jars, by the versions in the POM: fetched once for a machine. */
const JARS = fileURLToPath(new URL('../../.data/kafka-jars-4.1.1-slf4j-1.7.36', import.meta.url));
const HEAP = '-Xmx384m';
const STORE_PASSWORD = 'of-a-test';

/** The folder of Kafka's jars, or what is missing to have them. */
export function kafkaJars(): { folder: string } | { missing: string } {
  return mavenJars(POM, JARS);
}

/** Who may log in over TLS, with SASL PLAIN. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** A certificate for 127.0.0.1 that is its own authority, and what the broker needs to use it. */
function secureProperties(folder: string, { username, password }: Login): string {
  const store = join(folder, 'broker.p12');
  const keys = ['-keystore', store, '-storepass', STORE_PASSWORD, '-alias', 'broker'];
  const run = (...args: string[]) => execFileSync('keytool', args, { stdio: 'pipe' });
  const name = ['-dname', 'CN=127.0.0.1', '-ext', 'SAN=IP:127.0.0.1', '-ext', 'BC=ca:true'];
  run('-genkeypair', ...keys, '-keyalg', 'RSA', '-validity', '2', '-storetype', 'PKCS12', ...name);
  run('-exportcert', ...keys, '-rfc', '-file', join(folder, 'broker.pem'));
  const module = 'org.apache.kafka.common.security.plain.PlainLoginModule';
  return `ssl.keystore.location=${store}
ssl.keystore.type=PKCS12
ssl.keystore.password=${STORE_PASSWORD}
ssl.key.password=${STORE_PASSWORD}
sasl.enabled.mechanisms=PLAIN
listener.name.secure.plain.sasl.jaas.config=${module} required user_${username}="${password}";`;
}

/** A node of a cluster, by the ports that it listens on. */
interface Node {
  readonly id: number;
  readonly port: number;
  readonly controller: number;
  readonly securePort: number;
}

/** The settings of a node among the nodes of its cluster. */
function propertiesOf(node: Node, nodes: readonly Node[], folder: string, secure: string): string {
  const { id, port, controller, securePort } = node;
  const login = secure === '' ? '' : `,SECURE://127.0.0.1:${securePort}`;
  const replicas = nodes.length;
  const leastInSync = replicas >= 3 ? 2 : 1;
  return `process.roles=broker,controller
node.id=${id}
controller.quorum.voters=${nodes.map((each) => `${each.id}@127.0.0.1:${each.controller}`).join(',')}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${login}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}${login}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL
${secure}
log.dirs=${join(folder, 'logs')}
offsets.topic.replication.factor=${replicas}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=${replicas}
transaction.state.log.min.isr=${leastInSync}
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=false
log.cleaner.backoff.ms=1000
# a broker that is dead or hangs loses what it leads soon
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
replica.lag.time.max.ms=3000
`;
}

/** A real Apache Kafka in KRaft mode: a node that is alone, or one of a cluster. */
export class Broker {
  readonly id: number;
  readonly port: number;
  private readonly securePort: number;
  private readonly folder: string;
  private readonly jars: string;
  private process: ChildProcess | null = null;
  private log = '';

  private constructor(folder: string, jars: string, { id, port, securePort }: Node) {
    this.id = id;
    this.securePort = securePort;
    this.folder = folder;
    this.jars = jars;
    this.port = port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Where clients log in, over TLS; where it was started with a login. */
  get secureAddress(): string {
    return `127.0.0.1:${this.securePort}`;
  }

  /** The certificate that its authority is, as PEM. */
  get certificateFile(): string {
    return join(this.folder, 'broker.pem');
  }

  /** The last of what it printed: warnings and errors. */
  get warnings(): string {
    return this.log;
  }

  /** Formats and starts one in a folder of its own. */
  static async start(jars: string, secure: Login | null = null): Promise<Broker> {
    const [broker] = await Broker.startCluster(jars, 1, secure);
    return broker!;
  }

  /** Formats and starts some that are one cluster, each in a folder of its own. */
  static async startCluster(
    jars: string,
    count: number,
    secure: Login | null = null,
  ): Promise<Broker[]> {
    const nodes: Node[] = [];
    for (let id = 1; id <= count; id++) {
      const [port, controller, securePort] = [await freePort(), await freePort(), await freePort()];
      nodes.push({ id, port, controller, securePort });
    }
    const cluster = randomBytes(16).toString('base64url');
    const brokers = nodes.map((node) => Broker.format(jars, node, nodes, cluster, secure));
    await Promise.all(brokers.map((broker) => broker.resume()));
    return brokers;
  }

  private static format(
    jars: string,
    node: Node,
    nodes: readonly Node[],
    cluster: string,
    secure: Login | null,
  ): Broker {
    const folder = mkdtempSync(join(tmpdir(), 'vi-kafka-'));
    const config = join(folder, 'server.properties');
    const login = secure === null ? '' : secureProperties(folder, secure);
    writeFileSync(config, propertiesOf(node, nodes, folder, login));
    const broker = new Broker(folder, jars, node);
    // as one word: an id may begin with a hyphen
    const format = ['format', `--cluster-id=${cluster}`, '--config', config];
    execFileSync('java', broker.java('kafka.tools.StorageTool', ...format), {
      stdio: 'pipe',
      timeout: PATIENCE,
    });
    return broker;
  }

  /** Starts it again with what it has. */
  async resume(): Promise<void> {
    const args = this.java('kafka.Kafka', join(this.folder, 'server.properties'));
    const child = spawn('java', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.log = (this.log + text).slice(-20_000);
    });
    this.process = child;
    const end = Date.now() + PATIENCE;
    while (!(await answers(this.port))) {
      if (child.exitCode !== null || Date.now() > end) {
        throw new Error(`Kafka did not start: ${this.log}`);
      }
      await sleep(100);
    }
    // it listens before there is a controller, and clients keep the first answer
    while (!(await hasController(this.address))) {
      if (child.exitCode !== null || Date.now() > end) {
        throw new Error(`Kafka has no controller: ${this.log}`);
      }
      await sleep(100);
    }
  }

  /** Stops it; what it has stays. */
  async pause(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill(signal);
    const late = await Promise.race([ended, sleep(20_000, 'late', { ref: false })]);
    if (late === 'late') {
      child.kill('SIGKILL');
      await ended;
    }
  }

  /** Lets it hang, as a machine that is out of memory does, until it is let go. */
  hang(): void {
    this.process?.kill('SIGSTOP');
  }

  letGo(): void {
    this.process?.kill('SIGCONT');
  }

  kill(): void {
    this.process?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.pause('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private java(...args: string[]): string[] {
    const classpath = readdirSync(this.jars)
      .map((jar) => join(this.jars, jar))
      .join(':');
    return [
      HEAP,
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
      '-cp',
      classpath,
      ...args,
    ];
  }
}

/**
 * A port that is free, and below those the system gives away: until the broker listens, any client that
 * connects anywhere could be given one of those.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => {
      server.close(() => resolve(true));
    });
    server.once('error', () => resolve(false));
  });
}

async function hasController(address: string): Promise<boolean> {
  const admin = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }).admin();
  try {
    await admin.connect();
    const { brokers, controller } = await admin.describeCluster();
    return brokers.some(({ nodeId }) => nodeId === controller);
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
