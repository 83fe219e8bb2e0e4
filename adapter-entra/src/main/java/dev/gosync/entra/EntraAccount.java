package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.Matching;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A user of the tenant.
 *
 * @param id the object id
 * @param thing the address under which the user is listed: {@code mail}, otherwise {@code userPrincipalName}
 * @param userPrincipalName the name to sign in with
 * @param aliases the user's other addresses
 * @param isEnabled whether the account can sign in; empty if Graph does not say
 * @param isGuest whether the user belongs to another tenant
 */
record EntraAccount(
        String id,
        String thing,
        String userPrincipalName,
        List<String> aliases,
        Optional<Boolean> isEnabled,
        boolean isGuest) {
    /** What to ask Graph for. */
    static final String FIELDS = "id,mail,userPrincipalName,otherMails,proxyAddresses,accountEnabled,userType";

    private static final String MAIL_ADDRESS = "smtp:";

    EntraAccount {
        aliases = List.copyOf(aliases);
    }

    /** Reads a user. A user without a name to sign in with is one whose fields Graph hides: then it is empty. */
    static Optional<EntraAccount> read(JsonAnswer answer, JsonNode user) {
        String id = answer.text(user, "id");
        String name = JsonAnswer.textOrEmpty(user, "userPrincipalName");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String mail = JsonAnswer.textOrEmpty(user, "mail");
        String thing = mail.isEmpty() ? name : mail;
        Set<String> aliases = new LinkedHashSet<>();
        aliases.add(name);
        aliases.addAll(JsonAnswer.texts(user, "otherMails"));
        for (String address : JsonAnswer.texts(user, "proxyAddresses")) {
            if (address.toLowerCase(Locale.ROOT).startsWith(MAIL_ADDRESS)) {
                aliases.add(address.substring(MAIL_ADDRESS.length()).strip());
            }
        }
        aliases.removeIf(alias -> alias.isEmpty() || key(alias).equals(key(thing)));
        JsonNode enabled = user.path("accountEnabled");
        return Optional.of(new EntraAccount(
                id,
                thing,
                name,
                List.copyOf(aliases),
                enabled.isBoolean() ? Optional.of(enabled.booleanValue()) : Optional.empty(),
                JsonAnswer.textOrEmpty(user, "userType").equalsIgnoreCase("Guest")));
    }

    /** What Entra knows an address by: it ignores case. */
    static String key(String address) {
        return Matching.ignoringCase().key(address);
    }
}
