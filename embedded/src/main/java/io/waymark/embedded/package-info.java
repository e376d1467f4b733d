/// Waymark in one JVM: the four functions with real PostgreSQL, DynamoDB Local and S3 below them
/// and a gateway and event sources in place of AWS's. [Waymark#start] is all a caller needs.
///
/// Functions never find each other here: each lives in a class loader of its own over its archive,
/// and events are the only way in.
@NullMarked
package io.waymark.embedded;

import org.jspecify.annotations.NullMarked;
