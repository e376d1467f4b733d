/// What holds data and outlives deployments: tables, buckets, the stream, the database, and the key
/// that encrypts them all. Never rename the ids of these constructs: a new id is a new, empty
/// resource.
@NullMarked
package io.waymark.cdk.data;

import org.jspecify.annotations.NullMarked;
