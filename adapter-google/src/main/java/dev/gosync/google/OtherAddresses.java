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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The other addresses of the users of an account, kept for 15 minutes. All of them are read only on request, once for all
 * groups, because that takes a call for every 500 users. Single ones are learnt when they are added to a group. Safe for
 * use by several threads.
 */
final class OtherAddresses {
    private static final Duration KEPT = Duration.ofMinutes(15);

    private record Known(Instant at, Map<String, List<String>> byPrimary) {}

    /** An address, and the address under which a group lists that member. */
    private record Learnt(Instant at, String address, String member) {}

    private final Connection connection;
    private final ReentrantLock reading = new ReentrantLock();
    private final Map<String, Learnt> learnt = new ConcurrentHashMap<>();
    private volatile @Nullable Known known;

    OtherAddresses(Connection connection) {
        this.connection = connection;
    }

    /**
     * Returns the other addresses of these members: each is no member itself, and leads to the one it belongs to.
     *
     * @param reading whether to read those of all users; otherwise only those that were learnt count
     */
    Map<String, String> of(Set<String> members, boolean reading, String place) throws InterruptedException {
        Map<String, List<String>> byPrimary = reading ? all(place) : Map.of();
        Map<String, List<String>> byMember = new HashMap<>();
        learnt().forEach(each -> byMember.computeIfAbsent(key(each.member), first -> new ArrayList<>())
                .add(each.address));
        Map<String, List<String>> others = new LinkedHashMap<>();
        for (String member : members) {
            List<String> addresses = new ArrayList<>(byPrimary.getOrDefault(key(member), List.of()));
            addresses.addAll(byMember.getOrDefault(key(member), List.of()));
            others.put(member, addresses);
        }
        return withoutListed(others);
    }

    /** Remembers under which address a group lists somebody who was added or looked up by another one. */
    void learn(String address, String member) {
        if (!key(address).equals(key(member))) {
            learnt.put(key(address), new Learnt(now(), address, member));
        }
    }

    /**
     * Returns the main address for those of these addresses that are known to be another one. Reads nothing.
     *
     * @param read whether the addresses of all users count, if they were read
     */
    Map<String, String> membersKnownFor(List<String> addresses, boolean read) {
        Map<String, String> members = new HashMap<>();
        Known last = known;
        if (read && last != null) {
            last.byPrimary.forEach((primary, others) -> others.forEach(other -> members.put(key(other), primary)));
        }
        learnt().forEach(each -> members.put(key(each.address), each.member));
        Map<String, String> found = new HashMap<>();
        for (String address : addresses) {
            String member = members.get(key(address));
            if (member != null) {
                found.put(address, member);
            }
        }
        return found;
    }

    private List<Learnt> learnt() {
        Instant oldest = now().minus(KEPT);
        learnt.values().removeIf(each -> each.at.isBefore(oldest));
        return List.copyOf(learnt.values());
    }

    private Instant now() {
        return connection.retry().clock().instant();
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
            Instant now = now();
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
