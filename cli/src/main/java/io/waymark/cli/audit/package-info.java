/// `waymark audit`: whether the audit log is what was written.
@NullMarked
package io.waymark.cli.audit;

import org.jspecify.annotations.NullMarked;
