/// What a function may do for a tenant in DynamoDB and S3, and how a session's policy says whose
/// (ADR 0015).
@NullMarked
package io.waymark.tenancy.access;

import org.jspecify.annotations.NullMarked;
