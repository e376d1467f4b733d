/// Invitations: how somebody becomes a member without anybody else knowing its password.
@NullMarked
package io.waymark.auth.invitations;

import org.jspecify.annotations.NullMarked;
