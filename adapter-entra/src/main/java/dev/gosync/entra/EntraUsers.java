package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.util.Optional;

/**
 * The users of a tenant, by e-mail address. Guests and accounts that cannot sign in are left out and counted, unless they
 * are asked for. It can only be read. Immutable; threads may share it.
 */
public final class EntraUsers implements Source {
    private final EntraApi api;
    private final String tenant;
    private final Optional<UserFilter> filter;
    private final boolean includesGuests;
    private final boolean includesDisabled;

    EntraUsers(
            EntraApi api,
            String tenant,
            Optional<UserFilter> filter,
            boolean includesGuests,
            boolean includesDisabled) {
        this.api = api;
        this.tenant = tenant;
        this.filter = filter;
        this.includesGuests = includesGuests;
        this.includesDisabled = includesDisabled;
    }

    /**
     * Also lists guests.
     *
     * @return the changed source; no call is made
     */
    public EntraUsers includingGuests() {
        return new EntraUsers(api, tenant, filter, true, includesDisabled);
    }

    /**
     * Also lists accounts that cannot sign in.
     *
     * @return the changed source; no call is made
     */
    public EntraUsers includingDisabled() {
        return new EntraUsers(api, tenant, filter, includesGuests, true);
    }

    @Override
    public String name() {
        return "Entra users" + filter.map(each -> " where " + each.text()).orElse("")
                + (includesGuests ? ", with guests" : "") + (includesDisabled ? ", with disabled accounts" : "")
                + tenant;
    }

    @Override
    public Listing get() throws InterruptedException {
        AccountListing users = new AccountListing();
        api.users(name(), filter, (answer, user) -> add(answer, user, users));
        return users.listing();
    }

    private void add(JsonAnswer answer, JsonNode user, AccountListing users) {
        EntraAccount account = EntraAccount.read(answer, user)
                .orElseThrow(() -> answer.failures().hidden(answer.place(), answer.operation(), "the names"));
        if (!includesDisabled && account.isEnabled().isEmpty()) {
            throw answer.failures().hidden(answer.place(), answer.operation(), "the state");
        }
        if (!includesGuests && account.isGuest()) {
            users.leaveOut(account.id(), "guest");
        } else if (!includesDisabled && !account.isEnabled().orElse(true)) {
            users.leaveOut(account.id(), "disabled");
        } else {
            users.add(account);
        }
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
