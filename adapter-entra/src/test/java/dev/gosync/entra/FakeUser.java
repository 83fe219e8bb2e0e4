package dev.gosync.entra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account of {@link EntraFake}. */
final class FakeUser {
    final String id;
    String name = "";

    @Nullable String mail;

    @Nullable String department;

    List<String> otherMails = List.of();
    List<String> proxyAddresses = List.of();
    boolean enabled = true;

    @Nullable String type = "Member";

    FakeUser(String id) {
        this.id = id;
    }

    /** The address that an adapter lists. */
    String thing() {
        return mail == null ? name : mail;
    }

    /** What Graph shows. */
    Map<String, @Nullable Object> fields(boolean hidden) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("mail", hidden ? null : mail);
        fields.put("userPrincipalName", hidden ? null : name);
        fields.put("otherMails", hidden ? null : otherMails);
        fields.put("proxyAddresses", hidden ? null : proxyAddresses);
        fields.put("accountEnabled", hidden ? null : enabled);
        fields.put("userType", hidden ? null : type);
        return fields;
    }
}
