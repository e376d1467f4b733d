/// The console's pages behind CloudFront. The repository holds no console yet: whoever has built
/// one names its folder (`-c console=…`), and without that nothing of this is made.
@NullMarked
package io.waymark.cdk.console;

import org.jspecify.annotations.NullMarked;
