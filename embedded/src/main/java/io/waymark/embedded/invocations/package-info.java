/// What invokes functions other than HTTP and streams: asynchronous invocations with their retries,
/// S3 notifications, and a port on which the AWS SDKs find Kinesis and Lambda.
@NullMarked
package io.waymark.embedded.invocations;

import org.jspecify.annotations.NullMarked;
