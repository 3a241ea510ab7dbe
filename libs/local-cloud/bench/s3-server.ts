import { openS3 } from '../src/s3/open-s3.ts';

/** The endpoint in a process of its own: its memory is then nobody else's. */
const endpoint = await openS3({ dataDir: process.argv[2] ?? '' });
process.on('message', () => process.send?.({ rssBytes: process.memoryUsage.rss() }));
process.once('disconnect', () => void endpoint.stop());
process.send?.(endpoint);
