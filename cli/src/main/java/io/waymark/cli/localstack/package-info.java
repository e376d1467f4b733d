/// `waymark localstack`: the CDK app on LocalStack.
@NullMarked
package io.waymark.cli.localstack;

import org.jspecify.annotations.NullMarked;
