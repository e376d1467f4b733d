/// The CDK app: one installation of Waymark on AWS, from the same tables, buckets, routes and
/// handlers that `io.waymark.tenancy.installation` names for the functions and the embedded
/// service.
@NullMarked
package io.waymark.cdk;

import org.jspecify.annotations.NullMarked;
