/// Tests of what moves a tenant.
@NullMarked
package io.waymark.cli.transfer;

import org.jspecify.annotations.NullMarked;
