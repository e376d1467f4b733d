/// What CloudWatch Logs and Firehose do with usage lines on AWS.
@NullMarked
package io.waymark.embedded.usage;

import org.jspecify.annotations.NullMarked;
