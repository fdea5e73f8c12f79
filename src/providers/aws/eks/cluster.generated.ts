// Generated from cluster.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an EKS cluster that decide who on the internet reaches its Kubernetes API.
 */
export interface Cluster {
  /**
   * Whether the API answers on the internet.
   */
  endpointPublicAccess?: boolean | null;
  /**
   * Networks that it answers; null: none are named, which means all.
   */
  publicAccessCidrs?: string[] | null;
  /**
   * Address of the API; null while it has none.
   */
  endpoint?: string | null;
  status?: string;
}

export const clusterSchema: Schema<Cluster> = { name: 'providers/aws/eks/cluster' };
