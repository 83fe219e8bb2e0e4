package dev.gosync.slack;

import com.slack.api.methods.response.users.UsersListResponse;
import com.slack.api.model.User;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.http.Pages;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the workspace, by id and by e-mail address, for all its places. Threads may share it: one of them asks
 * Slack, the others wait for what it learns.
 *
 * <p>The directory is read page by page, and only the accounts of a page are kept. If {@linkplain #FEW few} people are
 * unknown and the directory {@linkplain #isLarge turns out to be large}, the rest of it is not read, and these people
 * are looked up one by one. The reading continues where it stopped if more people are wanted, so no page is read twice.
 * Once the whole directory is known, people who are missing are looked up one by one, or the directory is read again if
 * that takes fewer calls. What was learnt is forgotten after a while.
 */
final class SlackDirectory {
    /** The largest number of unknown people who are looked up one by one before the whole directory is known. */
    private static final int FEW = 10;

    private static final String LEARNT = "";

    /** What was learnt since the directory was last forgotten. Guarded by the lock. */
    private static final class Learnt {
        final Map<String, SlackAccount> byId = new HashMap<>();
        final Map<String, SlackAccount> byEmail = new HashMap<>();
        final Set<String> unknownEmails = new HashSet<>();

        // Where the current reading stands.
        @Nullable Pages paging;

        @Nullable String cursor;

        boolean isWhole;
        int pages;
        int lookups;
        int withoutEmail;
        boolean showsWorkspace;

        /** How many times the directory was read from its beginning. */
        int readings;

        void beginAgain() {
            paging = null;
            cursor = null;
            isWhole = false;
            pages = 0;
            lookups = 0;
            withoutEmail = 0;
        }

        void keep(SlackAccount account) {
            SlackAccount before = byId.put(account.id(), account);
            if (account.email() != null) {
                byEmail.put(key(account.email()), account);
            } else if (before != null && before.email() != null) {
                byEmail.remove(key(before.email()), before);
            }
            if (account.standing() == SlackAccount.Standing.NO_EMAIL) {
                withoutEmail++;
            }
        }
    }

    /** Asks Slack for one account. */
    private interface Lookup {
        Optional<User> of(String place, String key) throws InterruptedException;
    }

    private interface Work<T> {
        T with(Learnt learnt) throws InterruptedException;
    }

    private final SlackApi api;
    private final ReentrantLock lock = new ReentrantLock();
    private final ExpiringMap<String, Learnt> memory;
    private volatile @Nullable String workspace;

    SlackDirectory(SlackApi api, Duration age) {
        this.api = api;
        this.memory = new ExpiringMap<>(age, api.retry().clock());
        this.workspace = api.team();
    }

    /** The key of an e-mail address or a name, both here and at Slack. */
    static String key(String email) {
        return Matching.ignoringCase().key(email);
    }

    /** The id of the workspace, if it was configured or learnt. */
    Optional<String> workspace() {
        return Optional.ofNullable(workspace);
    }

    /**
     * Finds accounts by their ids.
     *
     * @param place the name of the place that asks, for errors
     * @param ids the ids of members
     * @return each of them; an id that this workspace does not know belongs to another workspace
     */
    Map<String, SlackAccount> members(String place, Collection<String> ids) throws InterruptedException {
        return locked(learnt -> {
            Set<String> unknown = new HashSet<>(ids);
            learn(place, learnt, unknown, learnt.byId, api::user);
            for (String id : unknown) { // so that nobody asks for it again
                learnt.byId.put(id, new SlackAccount(id, null, SlackAccount.Standing.ELSEWHERE));
            }
            Map<String, SlackAccount> found = new HashMap<>();
            ids.forEach(id -> found.put(id, Objects.requireNonNull(learnt.byId.get(id))));
            return found;
        });
    }

    /**
     * Finds accounts by their e-mail addresses. The answer is remembered, so that asking again makes no call.
     *
     * @param place the name of the place that asks, for errors
     * @param emails in any case
     * @return by {@link #key}, without addresses that no active person has
     */
    Map<String, SlackAccount> people(String place, Collection<String> emails) throws InterruptedException {
        return locked(learnt -> {
            Set<String> unknown = new HashSet<>();
            emails.forEach(email -> unknown.add(key(email)));
            unknown.removeAll(learnt.unknownEmails);
            learn(place, learnt, unknown, learnt.byEmail, api::userByEmail);
            learnt.unknownEmails.addAll(unknown);
            Map<String, SlackAccount> found = new HashMap<>();
            for (String email : emails) {
                SlackAccount account = learnt.byEmail.get(key(email));
                if (account != null) {
                    // A former address still leads to the account. The index by id has its current state.
                    SlackAccount now = learnt.byId.getOrDefault(account.id(), account);
                    if (now.standing().isPerson()) {
                        found.put(key(email), now);
                    }
                }
            }
            return found;
        });
    }

    private <T> T locked(Work<T> work) throws InterruptedException {
        api.checkOpen();
        lock.lockInterruptibly();
        try {
            Optional<Learnt> known = memory.get(LEARNT);
            Learnt learnt = known.orElseGet(Learnt::new);
            if (known.isEmpty()) {
                memory.put(LEARNT, learnt);
            }
            return work.with(learnt);
        } finally {
            lock.unlock();
        }
    }

    /** Learns about unknown accounts, and leaves those in the set that Slack does not know. */
    private void learn(String place, Learnt learnt, Set<String> unknown, Map<String, SlackAccount> index, Lookup lookup)
            throws InterruptedException {
        Set<String> known = index.keySet();
        unknown.removeAll(known);
        if (unknown.isEmpty()) {
            return;
        }
        boolean few = unknown.size() <= FEW;
        int before = learnt.readings;
        do {
            if (learnt.isWhole && unknown.size() > learnt.pages) {
                learnt.beginAgain();
            }
            while (!learnt.isWhole && !(few && learnt.showsWorkspace && isLarge(learnt, unknown.size()))) {
                readPage(place, learnt);
                unknown.removeAll(known);
            }
        } while (learnt.isWhole && learnt.readings == before && unknown.size() > learnt.pages);
        mustShowWorkspace(place, learnt);
        mustShowEmails(place, learnt);
        if (!learnt.isWhole || learnt.readings == before) {
            lookUp(place, learnt, unknown, index, lookup);
            mustShowEmails(place, learnt);
        }
    }

    /**
     * Whether the rest of the directory is left unread. A single lookup takes no more calls than the next page. Several
     * lookups may take more calls than the pages that follow, and nobody knows how many follow. So they need a large
     * directory, and all lookups together take no more calls than its pages did.
     */
    private static boolean isLarge(Learnt learnt, int unknown) {
        int calls = learnt.lookups + unknown;
        return learnt.pages > 0 && (calls <= 1 || (learnt.pages >= FEW && calls <= learnt.pages));
    }

    private void lookUp(
            String place, Learnt learnt, Set<String> unknown, Map<String, SlackAccount> index, Lookup lookup)
            throws InterruptedException {
        for (Iterator<String> each = unknown.iterator(); each.hasNext(); ) {
            String key = each.next();
            Optional<User> user = lookup.of(place, key);
            learnt.lookups++;
            if (user.isPresent()) {
                SlackAccount account = SlackAccount.of(user.get(), Objects.requireNonNull(workspace));
                learnt.keep(account);
                // Slack may find an account under an address that the account does not show.
                if (account.standing().isPerson()) {
                    index.putIfAbsent(key, account);
                }
            }
            if (index.containsKey(key)) {
                each.remove();
            }
        }
    }

    private void readPage(String place, Learnt learnt) throws InterruptedException {
        Optional<UsersListResponse> continued = api.users(place, learnt.cursor);
        if (continued.isEmpty()) { // the reading stopped long ago
            learnt.beginAgain();
        }
        UsersListResponse page =
                continued.isPresent() ? continued.get() : api.users(place, null).orElseThrow();
        String own = workspace(place, page.getMembers());
        if (learnt.paging == null) {
            learnt.paging = Pages.of(place, Method.USERS_LIST.text());
        }
        Optional<String> next = next(place, learnt, learnt.paging, page);
        for (User user : page.getMembers()) {
            learnt.keep(SlackAccount.of(user, own));
            learnt.showsWorkspace |= SlackAccount.isOf(user, own);
        }
        if (learnt.pages == 0) {
            learnt.readings++;
        }
        learnt.pages++;
        learnt.cursor = next.orElse(null);
        learnt.isWhole = next.isEmpty();
        if (learnt.isWhole) {
            learnt.paging = null;
        }
    }

    private Optional<String> next(String place, Learnt learnt, Pages paging, UsersListResponse page) {
        try {
            return paging.next(
                    page.getMembers().stream().map(User::getId).toList(),
                    SlackApi.nextCursor(page.getResponseMetadata()));
        } catch (AdapterException e) { // its place is the one that began the reading
            learnt.beginAgain();
            throw api.failures().malformed(place, Method.USERS_LIST, e.problem());
        }
    }

    /** Slack ignores the team id unless the token is for a whole organization. With a wrong one, everybody would seem to be gone. */
    private void mustShowWorkspace(String place, Learnt learnt) {
        if (!learnt.showsWorkspace && !learnt.byId.isEmpty()) {
            memory.remove(LEARNT);
            throw AdapterException.of(
                            FailureKind.INVALID_REQUEST,
                            place,
                            Method.USERS_LIST.text(),
                            "no account belongs to workspace " + workspace)
                    .remedy("Set team-id to the id of the workspace that the token is for.")
                    .build();
        }
    }

    /** Without the scope users:read.email Slack leaves the addresses out, and everybody would seem to be gone. */
    private void mustShowEmails(String place, Learnt learnt) {
        if (learnt.withoutEmail > 0 && learnt.byEmail.isEmpty()) {
            memory.remove(LEARNT);
            throw AdapterException.of(
                            FailureKind.PERMISSION, place, Method.USERS_LIST.text(), "nobody has an e-mail address")
                    .remedy("Add the scope users:read.email to the app, install it again and use its token.")
                    .build();
        }
    }

    /**
     * The id of the token's own workspace. Every workspace has Slackbot, so Slackbot and people with the same team id
     * show it without a call.
     */
    private String workspace(String place, List<User> page) throws InterruptedException {
        String known = workspace;
        if (known == null) {
            known = page.stream()
                    .filter(user -> SlackAccount.SLACKBOT.equals(user.getId()))
                    .flatMap(user -> Optional.ofNullable(user.getTeamId()).stream())
                    .filter(team -> page.stream()
                            .anyMatch(user -> !SlackAccount.isProgram(user) && team.equals(user.getTeamId())))
                    .findFirst()
                    .orElse(null);
        }
        if (known == null) {
            known = ofOneWorkspace(place, api.teamOfToken(place));
        }
        workspace = known;
        return known;
    }

    /** A token for a whole organization belongs to none of its workspaces, so everybody would seem to be elsewhere. */
    private static String ofOneWorkspace(String place, String team) {
        if (team.startsWith("E")) {
            throw AdapterException.of(
                            FailureKind.INVALID_REQUEST,
                            place,
                            Method.AUTH_TEST.text(),
                            "the token is for a whole organization, " + team)
                    .remedy("Set team-id to the id of the workspace, like T0123.")
                    .build();
        }
        return team;
    }
}
