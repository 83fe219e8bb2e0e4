package dev.gosync.google;

import com.google.api.services.directory.model.User;
import dev.gosync.adapter.Matching;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The other addresses of all users of an account, read once for all groups and kept for a while: reading them takes a
 * call for every 500 users. Safe for use by several threads.
 */
final class OtherAddresses {
    private static final Duration KEPT = Duration.ofMinutes(15);

    private record Known(Instant at, Map<String, List<String>> byPrimary) {}

    private final Connection connection;
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable Known known;

    OtherAddresses(Connection connection) {
        this.connection = connection;
    }

    /** The other addresses of these members: each is no member itself, and leads to the one it belongs to. */
    Map<String, String> of(Set<String> members, String place) throws InterruptedException {
        Map<String, List<String>> byPrimary = all(place);
        Map<String, List<String>> others = new LinkedHashMap<>();
        members.forEach(member -> others.put(member, byPrimary.getOrDefault(key(member), List.of())));
        return withoutListed(others);
    }

    /** Turns members and their other addresses round, without those that are listed themselves. */
    static Map<String, String> withoutListed(Map<String, List<String>> others) {
        Set<String> listed = others.keySet().stream().map(OtherAddresses::key).collect(Collectors.toSet());
        Map<String, String> aliases = new LinkedHashMap<>();
        others.forEach((member, addresses) -> addresses.stream()
                .filter(address -> !listed.contains(key(address)))
                .forEach(address -> aliases.putIfAbsent(address, member)));
        return aliases;
    }

    /** What a user is reached by besides the primary address. */
    static List<String> of(User user) {
        List<String> addresses = new ArrayList<>(none(user.getAliases()));
        addresses.addAll(none(user.getNonEditableAliases()));
        return addresses;
    }

    private static List<String> none(@Nullable List<String> addresses) {
        return addresses == null ? List.of() : addresses;
    }

    private Map<String, List<String>> all(String place) throws InterruptedException {
        reading.lockInterruptibly();
        try {
            Instant now = connection.retry().clock().instant();
            Known last = known;
            if (last == null || last.at.plus(KEPT).isBefore(now)) {
                last = new Known(now, read(place));
                known = last;
            }
            return last.byPrimary;
        } finally {
            reading.unlock();
        }
    }

    private Map<String, List<String>> read(String place) throws InterruptedException {
        Map<String, List<String>> byPrimary = new HashMap<>();
        UserPages.read(
                connection,
                place,
                "primaryEmail,aliases,nonEditableAliases",
                list -> list.setCustomer("my_customer"),
                user -> {
                    List<String> others = of(user);
                    if (!others.isEmpty()) {
                        byPrimary.put(key(user.getPrimaryEmail()), others);
                    }
                });
        return byPrimary;
    }

    private static String key(String address) {
        return Matching.ignoringCase().key(address);
    }
}
