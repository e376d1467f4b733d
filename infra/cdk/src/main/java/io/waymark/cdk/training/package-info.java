/// Where tenants are trained whose data is more than a function trains on in its time. Nothing of
/// it runs, and nothing bills, between two trainings (`IdleCostTest`).
@NullMarked
package io.waymark.cdk.training;

import org.jspecify.annotations.NullMarked;
