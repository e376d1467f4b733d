/// Services that behave as AWS's do, in this JVM: DynamoDB Local and an S3 endpoint, with an
/// installation's tables and buckets. For tests, and for the embedded service, which keeps their
/// data in a folder.
@NullMarked
package io.waymark.testing;

import org.jspecify.annotations.NullMarked;
