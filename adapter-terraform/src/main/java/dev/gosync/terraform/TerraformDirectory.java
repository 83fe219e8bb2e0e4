package dev.gosync.terraform;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt about an organization: the memberships that belong to e-mail addresses, the ids of teams, and whose token
 * it is. Threads may share it.
 */
final class TerraformDirectory {
    /** An organization usually has this many times the people of a team that is looked at. */
    private static final int TEAMS_IN_ORGANIZATION = 4;

    private static final String PAGES = "pages";

    private final TerraformApi api;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock askingAccount = new ReentrantLock();

    /** One lock for each team, so that places of one organization do not ask the same question twice. */
    private final Map<String, ReentrantLock> askingTeam = new ConcurrentHashMap<>();

    private final ExpiringMap<String, Membership> memberships;
    private final ExpiringMap<String, Team> teams;
    private final ExpiringMap<String, Integer> sizes;
    private volatile @Nullable String ownUser;

    TerraformDirectory(TerraformApi api, Duration age) {
        this.api = api;
        this.memberships = new ExpiringMap<>(age, api.retry().clock());
        this.teams = new ExpiringMap<>(age, api.retry().clock());
        this.sizes = new ExpiringMap<>(age, api.retry().clock());
    }

    /** The key of an e-mail address or of the name of a team, in any case. */
    static String key(String name) {
        return name.isEmpty() ? name : Matching.ignoringCase().key(name);
    }

    /** Remembers a membership under its address. */
    void learn(Membership membership) {
        if (membership.whyLeftOut().isEmpty()) {
            memberships.put(key(membership.email()), membership);
        }
    }

    /** Forgets the membership of an address, which turned out to be old. */
    void forget(String email) {
        memberships.remove(key(email));
    }

    /** The user that the token acts as. It never changes. */
    String ownUser(String place) throws InterruptedException {
        api.checkOpen();
        String known = ownUser;
        if (known != null) {
            return known;
        }
        askingAccount.lockInterruptibly();
        try {
            known = ownUser;
            if (known == null) {
                known = api.account(place);
                ownUser = known;
            }
            return known;
        } finally {
            askingAccount.unlock();
        }
    }

    /**
     * Finds memberships by e-mail address with the fewest calls: one for each address, or the pages of the whole
     * organization.
     *
     * @param teamSize how many members the team has that asks; 0 if that is not known
     * @return by {@link #key}, without addresses that are not in the organization
     */
    Map<String, Membership> find(String place, Collection<String> emails, int teamSize) throws InterruptedException {
        api.checkOpen();
        lock.lockInterruptibly();
        try {
            Map<String, Membership> found = new HashMap<>();
            Map<String, String> missing = new HashMap<>();
            for (String email : emails) {
                Optional<Membership> known = memberships.get(key(email));
                if (known.isPresent()) {
                    found.put(key(email), known.get());
                } else {
                    missing.put(key(email), email);
                }
            }
            if (missing.size() > expectedPages(teamSize)) {
                readPages(place, missing, found);
            }
            for (Map.Entry<String, String> each : missing.entrySet()) {
                api.membershipOf(place, each.getValue()).ifPresent(membership -> {
                    learn(membership);
                    found.put(each.getKey(), membership);
                });
            }
            found.values().removeIf(membership -> !membership.whyLeftOut().isEmpty());
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** How many pages the organization has: as read last, or an estimate from the size of the team. */
    private int expectedPages(int teamSize) {
        return sizes.get(PAGES).orElse(Math.max(1, TEAMS_IN_ORGANIZATION * ((teamSize + 99) / 100)));
    }

    /** Reads pages as long as they are fewer than the lookups that are left. What no page shows is not there. */
    private void readPages(String place, Map<String, String> missing, Map<String, Membership> found)
            throws InterruptedException {
        Set<String> unread = new HashSet<>(missing.keySet());
        boolean[] isWhole = {false};
        int[] read = {0};
        api.memberships(place, (page, further) -> {
            sizes.put(PAGES, ++read[0] + further);
            for (Membership membership : page) {
                learn(membership);
                String key = key(membership.email());
                if (unread.remove(key)) {
                    found.put(key, membership);
                }
            }
            isWhole[0] = further == 0;
            return unread.size() > further;
        });
        if (isWhole[0]) {
            missing.clear();
        } else {
            missing.keySet().retainAll(unread);
        }
    }

    /**
     * Finds a team.
     *
     * @param key its id or its name
     * @throws AdapterException NOT_FOUND if there is none, or if the token may not see it
     */
    Team team(String place, String key) throws InterruptedException {
        api.checkOpen();
        ReentrantLock asking = askingTeam.computeIfAbsent(key, ignored -> new ReentrantLock());
        asking.lockInterruptibly();
        try {
            Optional<Team> known = teams.get(key);
            if (known.isPresent()) {
                return known.get();
            }
            Team team = askTeam(place, key);
            teams.put(key, team);
            return team;
        } finally {
            asking.unlock();
        }
    }

    private Team askTeam(String place, String key) throws InterruptedException {
        boolean isId = isTeamId(key);
        return (isId ? api.team(place, key) : api.teamNamed(place, key))
                .orElseThrow(() -> AdapterException.of(
                                FailureKind.NOT_FOUND,
                                place,
                                isId ? TerraformApi.SHOW_TEAM : TerraformApi.LIST_TEAMS,
                                "team " + key + " is not there, or this token may not see it")
                        .remedy("Check the name of the team. A secret team is seen by its members and by owners only.")
                        .build());
    }

    /** Whether this is an id: {@code team-} and 16 characters, with a digit or a capital, which few names have. */
    static boolean isTeamId(String key) {
        return key.matches("team-(?=.*[A-Z0-9])[A-Za-z0-9]{16}");
    }
}
