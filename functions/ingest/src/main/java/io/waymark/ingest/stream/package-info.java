/// Records of the Kinesis stream: the same events, with the failure semantics of a shard.
@NullMarked
package io.waymark.ingest.stream;

import org.jspecify.annotations.NullMarked;
