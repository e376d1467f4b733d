/// IAM as far as Waymark's policies use it, for no emulator of AWS here enforces any: an evaluator
/// of policies, a stand-in for STS, and what holds requests to local services to them (ADR 0015).
@NullMarked
package io.waymark.testing.iam;

import org.jspecify.annotations.NullMarked;
