/// An evaluator of IAM's policies, for no emulator of AWS here enforces any (ADR 0015).
@NullMarked
package io.waymark.testing.iam;

import org.jspecify.annotations.NullMarked;
