import type { Store } from '../store/store.ts';
import type { BucketAddress } from './address.ts';
import { BucketStore } from './bucket-store.ts';
import { bucketClient } from './client.ts';

export const openBucket = (address: BucketAddress): Store => new BucketStore(bucketClient(), address);
