// A forward proxy on the loopback that only tunnels (CONNECT) and remembers where to.
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface ForwardProxy {
  url: string;
  /** `host:port` of each tunnel, in order. */
  tunnels: string[];
  stop(): Promise<void>;
}

/** `routes`: `host:port` -> loopback port, for names that do not exist. Others are refused. */
export async function startProxy(routes: Record<string, number> = {}): Promise<ForwardProxy> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, client: Socket) => {
    const to = request.url ?? '';
    tunnels.push(to);
    const port = routes[to] ?? (to.startsWith('127.0.0.1:') ? Number(to.split(':')[1]) : undefined);
    client.on('error', () => client.destroy());
    if (port === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    tunnels,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
