/// The deployed stacks, driven from outside: by API Gateway, S3 and Kinesis. Each class makes
/// tenants of its own, so that they can run again on stacks that are there already.
@NullMarked
package io.waymark.localstack.deployed;

import org.jspecify.annotations.NullMarked;
