package dev.gosync.google;

import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.User;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Users of a Google account, by their primary addresses; their other addresses are their aliases. Suspended and archived
 * users are left out and counted, unless they are asked for. Made by a {@link GoogleDirectory}.
 *
 * <p>Immutable, and safe for use by several threads; each option returns a new value.
 */
public final class GoogleUsers implements Source {
    private static final String FIELDS = "primaryEmail,aliases,nonEditableAliases,suspended,archived,orgUnitPath";

    private final Connection connection;
    private final String name;
    private final UnaryOperator<Directory.Users.List> which;
    private final Predicate<User> belongs;
    private final boolean suspended;
    private final boolean archived;

    private GoogleUsers(
            Connection connection,
            String name,
            UnaryOperator<Directory.Users.List> which,
            Predicate<User> belongs,
            boolean suspended,
            boolean archived) {
        this.connection = connection;
        this.name = name;
        this.which = which;
        this.belongs = belongs;
        this.suspended = suspended;
        this.archived = archived;
    }

    static GoogleUsers ofDomain(Connection connection, String domain) {
        return new GoogleUsers(
                connection, "Google users of " + domain, list -> list.setDomain(domain), user -> true, false, false);
    }

    static GoogleUsers ofOrgUnit(Connection connection, String path) {
        String query = "orgUnitPath='" + path.replace("\\", "\\\\").replace("'", "\\'") + "'";
        String unit = folded(path).replaceAll("/+$", "");
        return new GoogleUsers(
                connection,
                "Google users in " + path,
                list -> list.setCustomer("my_customer").setQuery(query),
                user -> isBelow(unit, user.getOrgUnitPath()),
                false,
                false);
    }

    static GoogleUsers matching(Connection connection, String query) {
        return new GoogleUsers(
                connection,
                "Google users matching " + query,
                list -> list.setCustomer("my_customer").setQuery(query),
                user -> true,
                false,
                false);
    }

    /** {@return these users, suspended ones among them} */
    public GoogleUsers withSuspended() {
        return new GoogleUsers(connection, name, which, belongs, true, archived);
    }

    /** {@return these users, archived ones among them} */
    public GoogleUsers withArchived() {
        return new GoogleUsers(connection, name, which, belongs, suspended, true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        Map<String, List<String>> users = new LinkedHashMap<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        UserPages.read(connection, name, FIELDS, which, user -> {
            if (!belongs.test(user)) {
                return; // whatever a query was taken for, who is elsewhere is not here
            }
            if (!suspended && Boolean.TRUE.equals(user.getSuspended())) {
                leftOut.merge("suspended", 1, Integer::sum);
            } else if (!archived && Boolean.TRUE.equals(user.getArchived())) {
                leftOut.merge("archived", 1, Integer::sum);
            } else {
                users.put(user.getPrimaryEmail(), OtherAddresses.of(user));
            }
        });
        return new Listing(users.keySet(), OtherAddresses.withoutListed(users), Map.of(), leftOut);
    }

    private static boolean isBelow(String unit, String path) {
        return path != null && (folded(path) + "/").startsWith(unit + "/");
    }

    private static String folded(String path) {
        return Matching.ignoringCase().key(path);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
