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
 * Users of a Google account, by their primary addresses; their other addresses are aliases. Suspended and archived users
 * are left out and counted, unless they are asked for. A {@link GoogleWorkspace} makes it.
 *
 * <p>Immutable; threads may share it. Each option returns a changed copy.
 */
public final class GoogleUsers implements Source {
    private static final String FIELDS = "primaryEmail,aliases,nonEditableAliases,suspended,archived,orgUnitPath";

    private final GoogleApi api;
    private final GoogleDirectory directory;
    private final String name;
    private final UnaryOperator<Directory.Users.List> which;
    private final Predicate<User> belongs;
    private final boolean suspended;
    private final boolean archived;

    private GoogleUsers(
            GoogleApi api,
            GoogleDirectory directory,
            String name,
            UnaryOperator<Directory.Users.List> which,
            Predicate<User> belongs,
            boolean suspended,
            boolean archived) {
        this.api = api;
        this.directory = directory;
        this.name = name;
        this.which = which;
        this.belongs = belongs;
        this.suspended = suspended;
        this.archived = archived;
    }

    private static GoogleUsers active(
            GoogleApi api,
            GoogleDirectory directory,
            String name,
            UnaryOperator<Directory.Users.List> which,
            Predicate<User> belongs) {
        return new GoogleUsers(api, directory, name, which, belongs, false, false);
    }

    static GoogleUsers ofDomain(GoogleApi api, GoogleDirectory directory, String domain) {
        return active(api, directory, "Google users of " + domain, list -> list.setDomain(domain), user -> true);
    }

    static GoogleUsers ofOrgUnit(GoogleApi api, GoogleDirectory directory, String path) {
        String query = "orgUnitPath='" + path.replace("\\", "\\\\").replace("'", "\\'") + "'";
        String unit = folded(path).replaceAll("/+$", "");
        String name = "Google users in " + path;
        return active(
                api,
                directory,
                name,
                list -> list.setCustomer("my_customer").setQuery(query),
                user -> unit.isEmpty() || isBelow(unit, user, name));
    }

    static GoogleUsers matching(GoogleApi api, GoogleDirectory directory, String query) {
        return active(
                api,
                directory,
                "Google users matching " + query,
                list -> list.setCustomer("my_customer").setQuery(query),
                user -> true);
    }

    /** {@return these users, with suspended users} */
    public GoogleUsers withSuspended() {
        return new GoogleUsers(api, directory, name, which, belongs, true, archived);
    }

    /** {@return these users, with archived users} */
    public GoogleUsers withArchived() {
        return new GoogleUsers(api, directory, name, which, belongs, suspended, true);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Reads the users, 500 with each call.
     *
     * @throws dev.gosync.adapter.AdapterException if they cannot be read to the end
     * @throws IllegalStateException if the {@link GoogleWorkspace} is closed
     */
    @Override
    public Listing get() throws InterruptedException {
        api.checkOpen();
        Map<String, List<String>> users = new LinkedHashMap<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        directory.users(name, FIELDS, which, user -> {
            if (!belongs.test(user)) {
                return; // has just moved to another unit
            }
            if (!suspended && GoogleDirectory.isTrue(user.getSuspended())) {
                leftOut.merge("suspended", 1, Integer::sum);
            } else if (!archived && GoogleDirectory.isTrue(user.getArchived())) {
                leftOut.merge("archived", 1, Integer::sum);
            } else {
                users.put(user.getPrimaryEmail(), GoogleDirectory.otherAddresses(user));
            }
        });
        return new Listing(users.keySet(), GoogleDirectory.withoutListed(users), Map.of(), leftOut);
    }

    /** Whether a user is in a unit or below it. One that was found but does not say so must not get lost. */
    private static boolean isBelow(String unit, User user, String place) {
        String path = user.getOrgUnitPath();
        if (path == null || path.isBlank()) {
            throw GoogleFailures.malformed(
                    place, GoogleDirectory.LIST, "user " + user.getPrimaryEmail() + " has no organizational unit");
        }
        return (folded(path) + "/").startsWith(unit + "/");
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
