// What usually listens on a port, as far as it matters who may reach it.
import type { Text } from '../../../snapshot/resource.ts';

/** Transport protocols that are judged; ICMP reaches no service. */
export const PROTOCOLS = ['tcp', 'udp'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export interface PortRange {
  protocol: Protocol;
  from: number;
  to: number;
}

export const LAST_PORT = 65_535;

/**
 * What the open ports are for, in the words of `via`: everything, administering machines and sharing files, databases and queues, web
 * servers, anything else.
 */
export type PortKind = 'all-ports' | 'admin-port' | 'database-port' | 'web-port' | 'other-port';

type Known = [port: number, name: string, protocol?: Protocol];

/** Signing in to machines, steering them, their file shares. Security Hub EC2.13, EC2.14, EC2.19 and the CIS benchmark name most of them. */
const ADMIN: Known[] = [
  [20, 'FTP'],
  [21, 'FTP'],
  [22, 'SSH'],
  [23, 'Telnet'],
  [69, 'TFTP', 'udp'],
  [111, 'RPC'],
  [111, 'RPC', 'udp'],
  [135, 'Windows RPC'],
  [137, 'NetBIOS', 'udp'],
  [138, 'NetBIOS', 'udp'],
  [139, 'NetBIOS'],
  [161, 'SNMP', 'udp'],
  [389, 'LDAP'],
  [389, 'LDAP', 'udp'],
  [445, 'SMB'],
  [512, 'rexec'],
  [513, 'rlogin'],
  [514, 'rsh'],
  [623, 'IPMI', 'udp'],
  [873, 'rsync'],
  [2049, 'NFS'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [3389, 'RDP'],
  [3389, 'RDP', 'udp'],
  [5900, 'VNC'],
  [5901, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [6000, 'X11'],
  [6443, 'Kubernetes'],
  [10250, 'kubelet'],
  [10255, 'kubelet'],
];

/** Stores of data: databases, caches, search engines, queues. */
const DATABASE: Known[] = [
  [1433, 'SQL Server'],
  [1434, 'SQL Server', 'udp'],
  [1521, 'Oracle'],
  [2181, 'ZooKeeper'],
  [2379, 'etcd'],
  [2380, 'etcd'],
  [3306, 'MySQL'],
  [4333, 'mSQL'],
  [5432, 'PostgreSQL'],
  [5439, 'Redshift'],
  [5601, 'Kibana'],
  [5672, 'AMQP'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [6380, 'Redis'],
  [7474, 'Neo4j'],
  [7687, 'Neo4j'],
  [8086, 'InfluxDB'],
  [8123, 'ClickHouse'],
  [8182, 'Neptune'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9160, 'Cassandra'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [11211, 'memcached'],
  [11211, 'memcached', 'udp'],
  [26257, 'CockroachDB'],
  [27017, 'MongoDB'],
  [27018, 'MongoDB'],
  [27019, 'MongoDB'],
  [33060, 'MySQL'],
  [50000, 'Db2'],
];

/** HTTP, and HTTPS over TCP and QUIC: what is there to be visited. */
const WEB: Known[] = [
  [80, 'HTTP'],
  [443, 'HTTPS'],
  [443, 'HTTPS', 'udp'],
];

function within({ protocol, from, to }: PortRange, known: Known[]): string[] {
  const names = known.flatMap(([port, name, of = 'tcp']) =>
    of === protocol && from <= port && port <= to ? [name] : [],
  );
  return [...new Set(names)];
}

/** Every port of TCP that a service can listen on. */
export function isAllPorts({ protocol, from, to }: PortRange): boolean {
  return protocol === 'tcp' && from <= 1 && to === LAST_PORT;
}

/** What a range of ports is for; the most telling of what it holds. */
export function kindOf(range: PortRange): PortKind {
  if (isAllPorts(range)) return 'all-ports';
  if (within(range, ADMIN).length > 0) return 'admin-port';
  if (within(range, DATABASE).length > 0) return 'database-port';
  return range.from === range.to && within(range, WEB).length > 0 ? 'web-port' : 'other-port';
}

/** `tcp/22`, `udp/1000-2000` */
export function portText({ protocol, from, to }: PortRange): string {
  return from === to ? `${protocol}/${from}` : `${protocol}/${from}-${to}`;
}

const MOST_NAMES = 4;

/** `tcp/22 (SSH)`, `tcp/1-65535 (all TCP ports)` */
export function portWords(range: PortRange): Text {
  const text = portText(range);
  if (isAllPorts(range)) return { en: `${text} (all TCP ports)`, ja: `${text} (TCP の全ポート)` };
  const names = [...within(range, ADMIN), ...within(range, DATABASE), ...within(range, WEB)];
  if (names.length === 0) return { en: text, ja: text };
  const more = names.length > MOST_NAMES ? ', …' : '';
  const listed = `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
  return { en: `${text} (${listed})`, ja: `${text} (${listed})` };
}

/** The port to try: SSH where it is one of them, else the best known one. */
export function aPort(range: PortRange): number {
  const { protocol, from, to } = range;
  const held = (port: number) => from <= port && port <= to;
  if (protocol === 'tcp' && held(22)) return 22;
  for (const known of [ADMIN, DATABASE, WEB]) {
    const found = known.find(([port, , of = 'tcp']) => of === protocol && held(port));
    if (found !== undefined) return found[0];
  }
  return Math.max(from, 1);
}
