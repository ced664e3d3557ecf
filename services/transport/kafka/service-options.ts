import type { Site } from '../../../schemas/site.ts';
import type { Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { KafkaSettings } from './settings.ts';

/** Options of every service on Kafka. */
export interface ServiceOptions {
  /** Folder of its state. */
  readonly data: string;
  readonly site: Site;
  readonly settings: KafkaSettings;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Options of a service that reads: they also have a callback for fatal errors. */
export interface ReadingServiceOptions extends ServiceOptions {
  readonly onFailure: (error: Error) => void;
}
