package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the people of one source, kept for all teams of an organization, in as few calls as it takes: the
 * first page says how many there are. Where a few lookups cost less than the other pages, the few are looked up; else
 * everybody is read. Safe for use by several threads, which read one after the other.
 */
final class KnownPeople {
    /** After this, nothing that was read counts any more. */
    static final Duration KEPT = Duration.ofMinutes(15);

    /** Who was not there is not asked for again before this. */
    static final Duration RECENT = Duration.ofMinutes(1);

    /** What one place's lookups may cost before everybody is read after all. */
    private static final int MOST_FOR_A_PLACE = 3;

    /** The share of the pages that the lookups of all places may be, where that is more: they would pay for reading all. */
    private static final int SHARE_OF_PAGES = 10;

    /** One way to look people up. */
    private interface Lookup {
        List<Person> of(List<String> some) throws InterruptedException;

        /** Whether it misses nobody whom the source knows. */
        default boolean findsAll() {
            return true;
        }

        /** What so many lookups cost a place: members are read from both ends, which has saved a query for each other. */
        default int cost(int count) {
            return count / (2 * Document.MOST);
        }
    }

    /** By user name, which is one of the addresses. */
    private interface PartialLookup extends Lookup {
        @Override
        default boolean findsAll() {
            return false;
        }

        @Override
        default int cost(int count) {
            return calls(count, Document.MOST);
        }
    }

    private final IdentitySource source;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();

    private final Map<String, Person> people = new HashMap<>();
    private final Map<String, Set<String>> loginsByEmail = new HashMap<>();
    private final Map<String, Instant> absent = new HashMap<>();
    private Optional<String> cursor = Optional.empty();
    private @Nullable Instant begun;
    private boolean complete;
    private int total;
    private int read;
    private int lookups;
    private final Map<String, Integer> costs = new HashMap<>();

    KnownPeople(IdentitySource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Those of these accounts whom the source knows, by {@link Person#loginKey}. */
    Map<String, Person> ofLogins(String place, Collection<String> logins) throws IOException, InterruptedException {
        return locked(() -> {
            learn(
                    place,
                    logins,
                    login -> people.containsKey(Person.loginKey(login)),
                    source.findsLogins() ? some -> source.ofLogins(place, some) : null);
            Map<String, Person> found = new HashMap<>();
            for (String login : logins) {
                Person person = people.get(Person.loginKey(login));
                if (person != null) {
                    found.put(person.key(), person);
                }
            }
            return found;
        });
    }

    /** The logins that the source has for these addresses, by address as given; who is unknown is not there. */
    Map<String, Set<String>> ofEmails(String place, Collection<String> emails)
            throws IOException, InterruptedException {
        return locked(() -> {
            learn(
                    place,
                    emails,
                    email -> loginsByEmail.containsKey(Person.emailKey(email)),
                    source.findsEmails() ? (PartialLookup) some -> source.ofEmails(place, some) : null);
            Map<String, Set<String>> found = new HashMap<>();
            for (String email : emails) {
                Set<String> logins = known(email);
                if (!logins.isEmpty()) {
                    found.put(email, logins);
                }
            }
            return found;
        });
    }

    /** The logins that the source is known to have for an address, without asking it. */
    Set<String> alreadyKnownLogins(String email) throws IOException, InterruptedException {
        return locked(() -> known(email));
    }

    /** The addresses that the source is known to have for an account, without asking it. */
    List<String> alreadyKnownEmails(String login) throws IOException, InterruptedException {
        return locked(() -> {
            Person person = people.get(Person.loginKey(login));
            return person == null ? List.of() : person.emails();
        });
    }

    private Set<String> known(String email) {
        return Set.copyOf(loginsByEmail.getOrDefault(Person.emailKey(email), Set.of()));
    }

    private <T> T locked(Retry.Call<T> work) throws IOException, InterruptedException {
        reading.lockInterruptibly();
        try {
            return work.run();
        } finally {
            reading.unlock();
        }
    }

    /**
     * Makes known who can be found.
     *
     * @param lookup nothing where the source has none
     */
    private void learn(String place, Collection<String> wanted, Predicate<String> isKnown, @Nullable Lookup lookup)
            throws IOException, InterruptedException {
        if (wanted.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        if (isOlderThan(KEPT, now)) {
            forget();
        }
        boolean keptWhole = complete;
        if (begun == null) {
            nextPage(place);
        }
        List<String> missing = missing(wanted, isKnown, now);
        missing.forEach(one -> absent.remove(key(one)));
        if (complete && !keptWhole) {
            missing.clear(); // nobody can know them better than what was read just now
        }
        if (!missing.isEmpty()) {
            boolean lookedUp = lookup != null && isCheaper(place, missing.size(), lookup);
            if (lookup != null && lookedUp) {
                costs.merge(place, lookup.cost(missing.size()), Integer::sum);
                lookUp(missing, lookup);
                missing.removeIf(one -> lookup.findsAll() || isKnown.test(one));
            }
            boolean unasked = source.isReadForAnybody() || (lookup != null && !lookedUp);
            if (!missing.isEmpty() && keptWhole && (unasked || isOlderThan(RECENT, now))) {
                forget();
            }
            while (!missing.isEmpty() && !complete) {
                nextPage(place);
            }
        }
        wanted.stream().filter(isKnown.negate()).forEach(one -> absent.putIfAbsent(key(one), now));
    }

    private List<String> missing(Collection<String> wanted, Predicate<String> isKnown, Instant now) {
        List<String> missing = new ArrayList<>();
        for (String one : new LinkedHashSet<>(wanted)) {
            Instant asked = absent.get(key(one));
            boolean askedJustNow = asked != null && asked.plus(RECENT).isAfter(now);
            if (!askedJustNow && !isKnown.test(one)) {
                missing.add(one);
            }
        }
        return missing;
    }

    /** Whether looking up so many takes fewer calls than reading the pages that are left, or all of them anew. */
    private boolean isCheaper(String place, int count, Lookup lookup) {
        int queries = calls(count, Document.MOST);
        int pages = calls(total, IdentitySource.PAGE);
        if (complete) {
            return queries <= (lookup.findsAll() ? pages : Math.min(pages, MOST_FOR_A_PLACE));
        }
        return queries < calls(total - read, IdentitySource.PAGE)
                && lookups + queries <= Math.max(MOST_FOR_A_PLACE, pages / SHARE_OF_PAGES)
                && costs.getOrDefault(place, 0) + lookup.cost(count) <= MOST_FOR_A_PLACE;
    }

    private static int calls(int count, int size) {
        return (count + size - 1) / size;
    }

    private void lookUp(List<String> wanted, Lookup lookup) throws IOException, InterruptedException {
        for (int from = 0; from < wanted.size(); from += Document.MOST) {
            lookup.of(wanted.subList(from, Math.min(from + Document.MOST, wanted.size())))
                    .forEach(this::keep);
            lookups++;
        }
    }

    private void nextPage(String place) throws IOException, InterruptedException {
        IdentitySource.Page page;
        try {
            page = source.page(place, cursor);
        } catch (AdapterException e) {
            if (!e.kind().isTransient()) {
                forget(); // where the next page begins may be what is wrong
            }
            throw e;
        }
        if (begun == null) {
            begun = clock.instant();
        }
        page.people().forEach(this::keep);
        total = page.total();
        read += IdentitySource.PAGE;
        cursor = page.next();
        complete = page.next().isEmpty();
    }

    /** One account may have several identities. */
    private void keep(Person person) {
        people.merge(person.key(), person, Person::and);
        person.emails()
                .forEach(email -> loginsByEmail
                        .computeIfAbsent(Person.emailKey(email), ignored -> new LinkedHashSet<>())
                        .add(person.login()));
    }

    private void forget() {
        people.clear();
        loginsByEmail.clear();
        absent.clear();
        cursor = Optional.empty();
        begun = null;
        complete = false;
        total = 0;
        read = 0;
        lookups = 0;
        costs.clear();
    }

    private boolean isOlderThan(Duration age, Instant now) {
        return begun != null && begun.plus(age).isBefore(now);
    }

    private static String key(String one) {
        return Matching.ignoringCase().key(one);
    }
}
