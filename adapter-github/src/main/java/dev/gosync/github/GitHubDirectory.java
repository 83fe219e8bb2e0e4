package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.Pages;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the people of one source, for all teams of an organization, and reads them in as few calls as possible. The
 * first page says how many people there are. If a few lookups cost less than the other pages, it looks those people up.
 * Otherwise it reads everyone. Threads may share it; they read one after the other.
 */
final class GitHubDirectory {
    /** A person who was missing is not looked for again before this time has passed. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** How much the lookups of one team may cost before everyone is read. */
    private static final int MOST_FOR_A_PLACE = 3;

    /** The lookups of all teams may cost this share of the pages, if that is more than the number above. */
    private static final int SHARE_OF_PAGES = 10;

    /** One way to look people up. */
    private interface Lookup {
        List<GitHubAccount> of(List<String> some) throws InterruptedException;

        /** Returns whether it finds everyone whom the source knows. */
        default boolean findsAll() {
            return true;
        }

        /** Returns the cost of so many lookups. Members are read from both ends, which saved every second query. */
        default int cost(int count) {
            return count / (2 * Document.MOST);
        }
    }

    /** A lookup by user name, which is only one of a person's addresses. */
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

    /** What was read since the last start from nothing. */
    private static final class People {
        final Map<String, GitHubAccount> byLogin = new HashMap<>();
        final Map<String, Set<String>> loginsByEmail = new HashMap<>();
        final Map<String, Integer> costs = new HashMap<>();

        final ExpiringMap<String, Boolean> absent;

        @Nullable Pages pages;

        Optional<String> cursor = Optional.empty();
        boolean begun;
        boolean complete;
        int total;
        int read;
        int lookups;

        People(Duration pause, Clock clock) {
            this.absent = new ExpiringMap<>(pause, clock);
        }

        Set<String> logins(String email) {
            return Set.copyOf(loginsByEmail.getOrDefault(GitHubAccount.emailKey(email), Set.of()));
        }

        /** One account may have several identities. */
        void add(GitHubAccount person) {
            byLogin.merge(person.key(), person, GitHubAccount::and);
            person.emails()
                    .forEach(email -> loginsByEmail
                            .computeIfAbsent(GitHubAccount.emailKey(email), ignored -> new LinkedHashSet<>())
                            .add(person.login()));
        }
    }

    private final IdentitySource source;
    private final ReentrantLock reading = new ReentrantLock();
    private final ExpiringMap<People, Boolean> fresh;
    private final ExpiringMap<People, Boolean> justBegun;
    private final Supplier<People> nobody;
    private People people;

    /**
     * Makes an empty directory.
     *
     * @param cacheFor how long it remembers what it read
     */
    GitHubDirectory(IdentitySource source, Duration cacheFor, Clock clock) {
        Duration pause = cacheFor.compareTo(PAUSE) < 0 ? cacheFor : PAUSE;
        this.source = source;
        this.fresh = new ExpiringMap<>(cacheFor, clock);
        this.justBegun = new ExpiringMap<>(pause, clock);
        this.nobody = () -> new People(pause, clock);
        this.people = nobody.get();
    }

    /** {@return whether all its people are in the organization} */
    boolean findsMembersOnly() {
        return source.findsMembersOnly();
    }

    /** {@return the people with these logins whom the source knows, by {@link GitHubAccount#loginKey}} */
    Map<String, GitHubAccount> ofLogins(String place, Collection<String> logins)
            throws IOException, InterruptedException {
        return locked(() -> {
            learn(
                    place,
                    logins,
                    login -> people.byLogin.containsKey(GitHubAccount.loginKey(login)),
                    source.findsLogins() ? some -> source.ofLogins(place, some) : null);
            Map<String, GitHubAccount> found = new HashMap<>();
            for (String login : logins) {
                GitHubAccount person = people.byLogin.get(GitHubAccount.loginKey(login));
                if (person != null) {
                    found.put(person.key(), person);
                }
            }
            return found;
        });
    }

    /** {@return the logins that the source has for these addresses, by address as given, without unknown addresses} */
    Map<String, Set<String>> ofEmails(String place, Collection<String> emails)
            throws IOException, InterruptedException {
        return locked(() -> {
            learn(
                    place,
                    emails,
                    email -> people.loginsByEmail.containsKey(GitHubAccount.emailKey(email)),
                    source.findsEmails() ? (PartialLookup) some -> source.ofEmails(place, some) : null);
            Map<String, Set<String>> found = new HashMap<>();
            for (String email : emails) {
                Set<String> logins = people.logins(email);
                if (!logins.isEmpty()) {
                    found.put(email, logins);
                }
            }
            return found;
        });
    }

    /** {@return the logins that are known for an address, without asking the source} */
    Set<String> alreadyKnownLogins(String email) throws IOException, InterruptedException {
        return locked(() -> people.logins(email));
    }

    /** {@return the addresses that are known for an account, without asking the source} */
    List<String> alreadyKnownEmails(String login) throws IOException, InterruptedException {
        return locked(() -> {
            GitHubAccount person = people.byLogin.get(GitHubAccount.loginKey(login));
            return person == null ? List.of() : person.emails();
        });
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
     * Reads what is missing of the wanted people.
     *
     * @param lookup {@code null} if the source has none
     */
    private void learn(String place, Collection<String> wanted, Predicate<String> isKnown, @Nullable Lookup lookup)
            throws IOException, InterruptedException {
        if (wanted.isEmpty()) {
            return;
        }
        if (people.begun && fresh.get(people).isEmpty()) {
            forget();
        }
        List<String> missing = missing(wanted, isKnown);
        Optional<List<GitHubAccount>> asked = missing.isEmpty() ? Optional.empty() : source.find(place, missing);
        if (asked.isPresent()) {
            begin();
            asked.get().forEach(people::add);
        } else if (!people.begun || !missing.isEmpty()) {
            read(place, wanted, isKnown, lookup);
        }
        wanted.stream()
                .filter(one -> !isKnown.test(one) && people.absent.get(key(one)).isEmpty())
                .forEach(one -> people.absent.put(key(one), true));
    }

    private void read(String place, Collection<String> wanted, Predicate<String> isKnown, @Nullable Lookup lookup)
            throws IOException, InterruptedException {
        boolean wasComplete = people.complete;
        if (!people.begun) {
            nextPage(place);
        }
        List<String> missing = missing(wanted, isKnown);
        if (missing.isEmpty() || (people.complete && !wasComplete)) {
            return; // everyone was read just now
        }
        boolean lookedUp = lookup != null && isCheaper(place, missing.size(), lookup);
        if (lookup != null && lookedUp) {
            people.costs.merge(place, lookup.cost(missing.size()), Integer::sum);
            lookUp(missing, lookup);
            missing.removeIf(one -> lookup.findsAll() || isKnown.test(one));
        }
        boolean mayReadAgain = source.isFree()
                || (lookup != null && !lookedUp)
                || justBegun.get(people).isEmpty();
        if (!missing.isEmpty() && wasComplete && mayReadAgain) {
            forget();
        }
        while (!missing.isEmpty() && !people.complete) {
            nextPage(place);
        }
    }

    private List<String> missing(Collection<String> wanted, Predicate<String> isKnown) {
        List<String> missing = new ArrayList<>();
        for (String one : new LinkedHashSet<>(wanted)) {
            if (!isKnown.test(one) && people.absent.get(key(one)).isEmpty()) {
                missing.add(one);
            }
        }
        return missing;
    }

    /** Returns whether so many lookups take fewer calls than the remaining pages, or all pages if all were read before. */
    private boolean isCheaper(String place, int count, Lookup lookup) {
        int queries = calls(count, Document.MOST);
        int pages = calls(people.total, IdentitySource.PAGE);
        if (people.complete) {
            return queries <= (lookup.findsAll() ? pages : Math.min(pages, MOST_FOR_A_PLACE));
        }
        return queries < calls(people.total - people.read, IdentitySource.PAGE)
                && people.lookups + queries <= Math.max(MOST_FOR_A_PLACE, pages / SHARE_OF_PAGES)
                && people.costs.getOrDefault(place, 0) + lookup.cost(count) <= MOST_FOR_A_PLACE;
    }

    private static int calls(int count, int size) {
        return (count + size - 1) / size;
    }

    private void lookUp(List<String> wanted, Lookup lookup) throws InterruptedException {
        for (int from = 0; from < wanted.size(); from += Document.MOST) {
            lookup.of(wanted.subList(from, Math.min(from + Document.MOST, wanted.size())))
                    .forEach(people::add);
            people.lookups++;
        }
    }

    private void nextPage(String place) throws IOException, InterruptedException {
        IdentitySource.Page page;
        Optional<String> next;
        try {
            page = source.page(place, people.cursor);
            Pages pages = people.pages == null ? Pages.of(place, "reading identities") : people.pages;
            people.pages = pages;
            next = pages.next(page.ids(), page.next());
        } catch (AdapterException e) {
            if (!e.kind().isTransient()) {
                forget(); // the cursor may be the fault
            }
            throw e;
        }
        begin();
        page.people().forEach(people::add);
        people.total = page.total();
        people.read += IdentitySource.PAGE;
        people.cursor = next;
        people.complete = next.isEmpty();
    }

    private void begin() {
        if (!people.begun) {
            people.begun = true;
            fresh.put(people, true);
            justBegun.put(people, true);
        }
    }

    private void forget() {
        fresh.remove(people);
        justBegun.remove(people);
        people = nobody.get();
    }

    private static String key(String one) {
        return Matching.ignoringCase().key(one);
    }
}
