package dev.gosync.slack;

import com.slack.api.methods.response.auth.AuthTestResponse;
import com.slack.api.methods.response.users.UsersInfoResponse;
import com.slack.api.methods.response.users.UsersListResponse;
import com.slack.api.methods.response.users.UsersLookupByEmailResponse;
import com.slack.api.model.User;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import java.time.Instant;
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
 * Who there is in the workspace: from ids to e-mail addresses and back, kept for all its places. Safe for use by several
 * threads: one of them asks Slack, the others wait for what it learns.
 *
 * <p>It is read page by page, and of each page only the accounts stay. Where {@linkplain #FEW few} people are unknown, it
 * is left off when it is {@linkplain #enough seen to be large}, and gone on with when more are wanted; so no part of it is
 * read twice. Once it is whole, people who are missing are looked up one by one, or
 * it is read again if that takes fewer calls; what was learnt of others, whom it does not hold, is not lost by that.
 */
final class Directory {
    /** So many unknown people may be looked up one by one in a directory of more pages than that, however many more. */
    private static final int FEW = 10;

    private static final String USERS_NOT_FOUND = "users_not_found";
    private static final Set<String> NO_SUCH_USER = Set.of("user_not_found", "user_not_visible", USERS_NOT_FOUND);

    /** Asks Slack for one account. */
    private interface Lookup {
        Optional<User> of(String place, String key) throws InterruptedException;
    }

    private final WebApi api;
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Account> byId = new HashMap<>();
    private final Map<String, Account> byEmail = new HashMap<>();
    private final Set<String> nobodys = new HashSet<>();
    private @Nullable String workspace;
    private @Nullable String cursor;
    private @Nullable Instant begun;
    private final Set<String> cursors = new HashSet<>();
    private boolean whole;
    private int readings;
    private int pages;
    private int lookups;
    private int withoutEmail;

    Directory(WebApi api) {
        this.api = api;
        this.workspace = api.team();
    }

    /** What an address is known by, here and by Slack. */
    static String key(String email) {
        return Matching.ignoringCase().key(email);
    }

    /**
     * Gives the accounts with these ids.
     *
     * @param place who asks, for errors
     * @param ids of members
     * @return each of them; who is no account of this workspace is of another one
     */
    Map<String, Account> members(String place, Collection<String> ids) throws InterruptedException {
        Map<String, Account> found = new HashMap<>();
        locked(() -> {
            Set<String> unknown = new HashSet<>(ids);
            learn(place, unknown, byId, this::info);
            for (String id : unknown) { // so that it is not asked for again
                byId.put(id, new Account(id, null, Account.Standing.ELSEWHERE));
            }
            ids.forEach(id -> found.put(id, Objects.requireNonNull(byId.get(id))));
        });
        return found;
    }

    /**
     * Finds the accounts with these addresses. What it learns is kept, so asking again makes no call.
     *
     * @param place who asks, for errors
     * @param emails in any case
     * @return by {@link #key}, without addresses that no active person has
     */
    Map<String, Account> people(String place, Collection<String> emails) throws InterruptedException {
        Map<String, Account> found = new HashMap<>();
        locked(() -> {
            Set<String> unknown = new HashSet<>();
            emails.forEach(email -> unknown.add(key(email)));
            unknown.removeAll(nobodys);
            learn(place, unknown, byEmail, this::byEmail);
            nobodys.addAll(unknown);
            for (String email : emails) {
                Account account = byEmail.get(key(email));
                if (account != null) {
                    // A former address still leads to the account. The index by id has its current state.
                    Account now = byId.getOrDefault(account.id(), account);
                    if (now.standing().isPerson()) {
                        found.put(key(email), now);
                    }
                }
            }
        });
        return found;
    }

    private interface Locked {
        void run() throws InterruptedException;
    }

    private void locked(Locked work) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (begun != null && api.retry().clock().instant().isAfter(begun.plus(WebApi.KEPT))) {
                forget();
            }
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Learns of those who are unknown, and leaves in the set who is not there. */
    private void learn(String place, Set<String> unknown, Map<String, Account> index, Lookup lookup)
            throws InterruptedException {
        Set<String> known = index.keySet();
        unknown.removeAll(known);
        if (unknown.isEmpty()) {
            return;
        }
        boolean few = unknown.size() <= FEW;
        int before = readings;
        do {
            if (whole && unknown.size() > pages) {
                beginAgain();
            }
            while (!whole && !(few && enough(unknown.size()))) {
                readPage(place);
                unknown.removeAll(known);
            }
        } while (whole && readings == before && unknown.size() > pages);
        mustShowEmails(place);
        if (!whole || readings == before) {
            lookUp(place, unknown, index, lookup);
            mustShowEmails(place);
        }
    }

    /**
     * Whether to leave off where more pages follow. A single lookup takes no more calls than the next page. Several may
     * take more than what follows, of which nobody knows how much it is; so they are for large directories only, and take
     * no more calls in all than the pages did.
     */
    private boolean enough(int unknown) {
        int calls = lookups + unknown;
        return pages > 0 && (calls <= 1 || (pages >= FEW && calls <= pages));
    }

    private void lookUp(String place, Set<String> unknown, Map<String, Account> index, Lookup lookup)
            throws InterruptedException {
        for (Iterator<String> each = unknown.iterator(); each.hasNext(); ) {
            String key = each.next();
            Optional<User> user = lookup.of(place, key);
            lookups++;
            if (user.isPresent()) {
                Account account = Account.of(user.get(), Objects.requireNonNull(workspace));
                keep(account);
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

    private void readPage(String place) throws InterruptedException {
        UsersListResponse page = page(place);
        List<User> users = api.present(place, Method.USERS_LIST, "members", page.getMembers());
        for (User user : users) {
            api.present(place, Method.USERS_LIST, "id of an account", user == null ? null : user.getId());
        }
        String own = workspace(place, users);
        Optional<String> next = next(place, page);
        users.forEach(user -> keep(Account.of(user, own)));
        if (begun == null) {
            begun = api.retry().clock().instant();
        }
        if (pages == 0) {
            readings++;
        }
        pages++;
        cursor = next.orElse(null);
        whole = next.isEmpty();
    }

    private Optional<String> next(String place, UsersListResponse page) {
        try {
            return api.next(place, Method.USERS_LIST, cursors, page.getResponseMetadata());
        } catch (AdapterException e) {
            beginAgain(); // so that the next who asks does not go round in the same circle
            throw e;
        }
    }

    private UsersListResponse page(String place) throws InterruptedException {
        @Nullable String from = cursor;
        UsersListResponse page = api.call(
                place,
                Method.USERS_LIST,
                refusal -> from != null && "invalid_cursor".equals(refusal.getError()),
                slack -> slack.usersList(
                        request -> request.limit(WebApi.PAGE).cursor(from).teamId(api.team())));
        if (page.isOk()) {
            return page;
        }
        beginAgain(); // what was left off a while ago cannot be gone on with
        return api.call(
                place,
                Method.USERS_LIST,
                slack -> slack.usersList(request -> request.limit(WebApi.PAGE).teamId(api.team())));
    }

    private void keep(Account account) {
        Account before = byId.put(account.id(), account);
        if (account.email() != null) {
            byEmail.put(key(account.email()), account);
        } else if (before != null && before.email() != null) {
            byEmail.remove(key(before.email()), before);
        }
        if (account.standing() == Account.Standing.NO_EMAIL) {
            withoutEmail++;
        }
    }

    private void forget() {
        byId.clear();
        byEmail.clear();
        nobodys.clear();
        begun = null;
        beginAgain();
    }

    private void beginAgain() {
        cursor = null;
        cursors.clear();
        whole = false;
        pages = 0;
        lookups = 0;
        withoutEmail = 0;
    }

    /** Without the scope for them, Slack leaves the addresses out and says nothing; everybody would seem to be gone. */
    private void mustShowEmails(String place) {
        if (withoutEmail > 0 && byEmail.isEmpty()) {
            forget();
            throw AdapterException.of(
                            FailureKind.PERMISSION, place, Method.USERS_LIST.text(), "nobody has an e-mail address")
                    .remedy("Add the scope users:read.email to the app, install it again and use its token.")
                    .build();
        }
    }

    /**
     * The id of the token's own workspace. Slackbot, whom every workspace has, shows it without a call where people have
     * the same.
     */
    private String workspace(String place, List<User> page) throws InterruptedException {
        if (workspace == null) {
            workspace = page.stream()
                    .filter(user -> user != null && Account.SLACKBOT.equals(user.getId()))
                    .flatMap(user -> Optional.ofNullable(user.getTeamId()).stream())
                    .filter(team -> page.stream()
                            .anyMatch(
                                    user -> user != null && !Account.isProgram(user) && team.equals(user.getTeamId())))
                    .findFirst()
                    .orElse(null);
        }
        if (workspace == null) {
            AuthTestResponse self = api.call(place, Method.AUTH_TEST, slack -> slack.authTest(request -> request));
            workspace = ofOneWorkspace(place, api.present(place, Method.AUTH_TEST, "team_id", self.getTeamId()));
        }
        return workspace;
    }

    /** The token of a whole organization is of none of its workspaces; everybody would seem to be of another one. */
    private static String ofOneWorkspace(String place, String team) {
        if (team.startsWith("E")) {
            throw AdapterException.of(
                            FailureKind.INVALID_REQUEST,
                            place,
                            Method.AUTH_TEST.text(),
                            "the token is of a whole organization, " + team)
                    .remedy("Set team-id to the id of the workspace that is meant, like T0123.")
                    .build();
        }
        return team;
    }

    private Optional<User> info(String place, String id) throws InterruptedException {
        UsersInfoResponse answer = api.call(
                place,
                Method.USERS_INFO,
                refusal -> NO_SUCH_USER.contains(String.valueOf(refusal.getError())),
                slack -> slack.usersInfo(request -> request.user(id)));
        return answer.isOk()
                ? Optional.of(api.present(place, Method.USERS_INFO, "user", answer.getUser()))
                : Optional.empty();
    }

    private Optional<User> byEmail(String place, String email) throws InterruptedException {
        UsersLookupByEmailResponse answer = api.call(
                place,
                Method.USERS_LOOKUP_BY_EMAIL,
                refusal -> NO_SUCH_USER.contains(String.valueOf(refusal.getError())),
                slack -> slack.usersLookupByEmail(request -> request.email(email)));
        return answer.isOk()
                ? Optional.of(api.present(place, Method.USERS_LOOKUP_BY_EMAIL, "user", answer.getUser()))
                : Optional.empty();
    }
}
