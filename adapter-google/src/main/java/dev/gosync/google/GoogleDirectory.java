package dev.gosync.google;

import com.google.api.client.util.Data;
import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.User;
import com.google.api.services.directory.model.Users;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.http.Pages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The users of an account and their other addresses. All other addresses are read only on request, once for all groups,
 * because that takes a call for every 500 users. Single ones are learnt when they are added to a group. What was learnt
 * is forgotten after a while. Threads may share it.
 */
final class GoogleDirectory {
    static final String LIST = "users.list";
    private static final int PAGE = 500;

    /** The one key of {@link #everybody}. */
    private static final String ALL = "all";

    private final GoogleApi api;
    private final Duration age;
    private final ReentrantLock reading = new ReentrantLock();

    /** The other addresses of all users, by primary address. */
    private final ExpiringMap<String, Map<String, List<String>>> everybody;

    /** The address under which a group lists a member, by another address of that member. */
    private final ExpiringMap<String, String> listedAs;

    /** Other addresses that were learnt, by the address under which a group lists the member. */
    private final ExpiringMap<String, Set<String>> learnt;

    GoogleDirectory(GoogleApi api, Duration age) {
        this.api = api;
        this.age = age;
        this.everybody = new ExpiringMap<>(age, api.retry().clock());
        this.listedAs = new ExpiringMap<>(age, api.retry().clock());
        this.learnt = new ExpiringMap<>(age, api.retry().clock());
    }

    /** {@return how long what was learnt is remembered} */
    Duration age() {
        return age;
    }

    /**
     * Reads users, 500 with each call.
     *
     * @param fields what to read of each user, with {@code primaryEmail}
     * @param which says which users
     * @param each takes one user after the other
     */
    void users(String place, String fields, UnaryOperator<Directory.Users.List> which, Consumer<User> each)
            throws InterruptedException {
        Pages pages = Pages.of(place, LIST);
        Optional<String> token = Optional.empty();
        do {
            String from = token.orElse(null);
            Users page = api.read(
                    place,
                    LIST,
                    Scope.USERS_TO_READ,
                    "admin#directory#users",
                    () -> which.apply(api.client().users().list())
                            .setMaxResults(PAGE)
                            .setPageToken(from)
                            .setFields("kind,nextPageToken,users(" + fields + ")"));
            List<User> users = page.getUsers() == null ? List.of() : page.getUsers();
            for (User user : users) {
                if (user.getPrimaryEmail() == null || user.getPrimaryEmail().isBlank()) {
                    throw GoogleFailures.malformed(place, LIST, "a user has no primary address");
                }
                each.accept(user);
            }
            token = pages.next(users.stream().map(User::getPrimaryEmail).toList(), page.getNextPageToken());
        } while (token.isPresent());
    }

    /**
     * Returns the other addresses of these members. None of them is listed itself; each leads to its member.
     *
     * @param all whether to read those of all users; otherwise only those that were learnt count
     */
    Map<String, String> aliases(Set<String> members, boolean all, String place) throws InterruptedException {
        Map<String, List<String>> byPrimary = all ? everybody(place) : Map.of();
        Map<String, List<String>> others = new LinkedHashMap<>();
        for (String member : members) {
            List<String> addresses = new ArrayList<>(byPrimary.getOrDefault(key(member), List.of()));
            addresses.addAll(learntOf(member));
            others.put(member, addresses);
        }
        return withoutListed(others);
    }

    /** Remembers under which address a group lists a member who was added or looked up by another address. */
    synchronized void learn(String address, String member) {
        if (!key(address).equals(key(member))) {
            listedAs.put(key(address), member);
            Set<String> others = new LinkedHashSet<>(learntOf(member));
            others.add(address);
            learnt.put(key(member), Set.copyOf(others));
        }
    }

    private List<String> learntOf(String member) {
        return learnt.get(key(member)).orElse(Set.of()).stream()
                .filter(address -> listedAs.get(key(address))
                        .filter(main -> key(main).equals(key(member)))
                        .isPresent())
                .toList();
    }

    /**
     * Returns the main address for each of these addresses that is known to be another one. Makes no call.
     *
     * @param all whether the addresses of all users count, if they were read
     */
    Map<String, String> membersKnownFor(List<String> addresses, boolean all) {
        Map<String, String> primaries = new HashMap<>();
        if (all) {
            everybody
                    .get(ALL)
                    .orElse(Map.of())
                    .forEach((primary, others) -> others.forEach(other -> primaries.put(key(other), primary)));
        }
        Map<String, String> found = new HashMap<>();
        for (String address : addresses) {
            listedAs.get(key(address))
                    .or(() -> Optional.ofNullable(primaries.get(key(address))))
                    .ifPresent(member -> found.put(address, member));
        }
        return found;
    }

    /** Turns members with their other addresses around, without addresses that are listed themselves. */
    static Map<String, String> withoutListed(Map<String, List<String>> others) {
        Set<String> listed = others.keySet().stream().map(GoogleDirectory::key).collect(Collectors.toSet());
        Map<String, String> aliases = new LinkedHashMap<>();
        others.forEach((member, addresses) -> addresses.stream()
                .filter(address -> !listed.contains(key(address)))
                .forEach(address -> aliases.putIfAbsent(address, member)));
        return aliases;
    }

    /** The addresses of a user other than the primary one. */
    static List<String> otherAddresses(User user) {
        List<String> addresses = new ArrayList<>();
        for (List<String> some : List.of(orNone(user.getAliases()), orNone(user.getNonEditableAliases()))) {
            some.stream().filter(address -> !address.isBlank()).forEach(addresses::add);
        }
        return addresses;
    }

    private static List<String> orNone(@Nullable List<String> addresses) {
        return addresses == null ? List.of() : addresses;
    }

    /** Whether a field is there and true; Google's parser reads {@code null} as a special object that is true. */
    static boolean isTrue(@Nullable Boolean field) {
        return Boolean.TRUE.equals(field) && !Data.isNull(field);
    }

    private Map<String, List<String>> everybody(String place) throws InterruptedException {
        reading.lockInterruptibly();
        try {
            Optional<Map<String, List<String>>> known = everybody.get(ALL);
            if (known.isPresent()) {
                return known.get();
            }
            Map<String, List<String>> byPrimary = new HashMap<>();
            users(place, "primaryEmail,aliases,nonEditableAliases", list -> list.setCustomer("my_customer"), user -> {
                List<String> others = otherAddresses(user);
                if (!others.isEmpty()) {
                    byPrimary.put(key(user.getPrimaryEmail()), others);
                }
            });
            everybody.put(ALL, byPrimary);
            return byPrimary;
        } finally {
            reading.unlock();
        }
    }

    /** One spelling for all that differ in case only. */
    static String key(String address) {
        return Matching.ignoringCase().key(address);
    }
}
