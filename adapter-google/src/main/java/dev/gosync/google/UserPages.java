package dev.gosync.google;

import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.User;
import com.google.api.services.directory.model.Users;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads users, 500 at a time. */
final class UserPages {
    private static final String OPERATION = "users.list";
    private static final int PAGE = 500;

    private UserPages() {}

    /**
     * Reads all of them, or fails.
     *
     * @param fields what to read of each user, {@code primaryEmail} among it
     * @param which says which users
     * @param each takes one user after the other
     */
    static void read(
            Connection connection,
            String place,
            String fields,
            UnaryOperator<Directory.Users.List> which,
            Consumer<User> each)
            throws InterruptedException {
        Set<String> begun = new HashSet<>();
        @Nullable String token = null;
        do {
            String from = token;
            Users page = connection.read(
                    place,
                    OPERATION,
                    Scope.USERS_TO_READ,
                    "admin#directory#users",
                    () -> which.apply(connection.client().users().list())
                            .setMaxResults(PAGE)
                            .setPageToken(from)
                            .setFields("kind,nextPageToken,users(" + fields + ")"));
            List<User> users = page.getUsers() == null ? List.of() : page.getUsers();
            for (User user : users) {
                if (user.getPrimaryEmail() == null || user.getPrimaryEmail().isBlank()) {
                    throw Connection.malformed(place, OPERATION, "a user has no primary address");
                }
                each.accept(user);
            }
            token = Connection.next(place, OPERATION, begun, page.getNextPageToken());
        } while (token != null);
    }
}
