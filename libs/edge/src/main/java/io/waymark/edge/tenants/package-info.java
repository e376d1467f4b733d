/// Clients of DynamoDB and S3 that reach one tenant's rows and objects (ADR 0015).
@NullMarked
package io.waymark.edge.tenants;

import org.jspecify.annotations.NullMarked;
