/// Waymark's CDK app on LocalStack. [LocalStack] starts and ends it, [Deployment] puts the stacks
/// of `infra/cdk` on it.
@NullMarked
package io.waymark.localstack;

import org.jspecify.annotations.NullMarked;
