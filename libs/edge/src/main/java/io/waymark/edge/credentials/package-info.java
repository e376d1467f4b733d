/// Who calls: reads a token or API key from a request and turns it into a
/// [io.waymark.tenancy.Principal]. Tokens are checked by Nimbus with nothing but ES256 and our own
/// keys allowed; keys, ended sessions and suspended tenants are looked up in the table `access`, to
/// which `auth` projects them, and remembered for at most 20 s.
@NullMarked
package io.waymark.edge.credentials;

import org.jspecify.annotations.NullMarked;
