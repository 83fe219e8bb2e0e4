package dev.gosync.terraform;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The teams of the organization, by name. Threads may share it. */
final class TerraformTeams implements Adapter {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private static final String DELETION_IS_OFF = "deletion is off";

    private final TerraformApi api;
    private final String name;
    private final boolean allowDelete;

    /** By {@link TerraformDirectory#key}. */
    private volatile Map<String, Team> listed = Map.of();

    TerraformTeams(TerraformApi api, String name, boolean allowDelete) {
        this.api = api;
        this.name = name;
        this.allowDelete = allowDelete;
    }

    /** Whether a team can have this name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        List<Team> teams = api.teams(name);
        Map<String, String> kept = new LinkedHashMap<>();
        for (Team team : teams) {
            String why = whyKept(team);
            if (!why.isEmpty()) {
                kept.put(team.name(), why);
            }
        }
        listed = byName(teams);
        return new Listing(new LinkedHashSet<>(teams.stream().map(Team::name).toList()), Map.of(), kept, Map.of());
    }

    private String whyKept(Team team) {
        if (team.isOwners()) {
            return "the team of the owners";
        }
        return !allowDelete ? DELETION_IS_OFF : team.isDeletable() ? "" : "this token may not delete it";
    }

    private static Map<String, Team> byName(Collection<Team> teams) {
        Map<String, Team> byName = new HashMap<>();
        teams.forEach(team -> byName.put(TerraformDirectory.key(team.name()), team));
        return byName;
    }

    /** A name is unique in an organization, in any case. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    /** Terraform tells in its documentation which names a team can have. */
    @Override
    public Preview preview(List<String> additions) {
        Map<String, Failure> failures = new HashMap<>();
        for (String thing : additions) {
            if (!isName(thing)) {
                failures.put(thing, illegal(thing).failure());
            }
        }
        return new Preview(failures, Map.of());
    }

    private AdapterException illegal(String thing) {
        return api.failures()
                .refused(
                        name,
                        TerraformApi.CREATE_TEAM,
                        thing + " cannot be the name of a team",
                        "Use letters, digits, - and _ only.");
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        Set<String> lost = new HashSet<>();
        outcomes.each(things, thing -> create(thing, lost, outcomes));
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        Map<String, Team> known = listed;
        boolean areListed = things.stream().allMatch(thing -> known.containsKey(TerraformDirectory.key(thing)));
        Map<String, Team> teams = areListed ? known : outcomes.prepare(() -> byName(api.teams(name)));
        outcomes.each(things, thing -> {
            Team team = teams.get(TerraformDirectory.key(thing));
            if (team != null) {
                delete(thing, team);
            }
        });
    }

    private void create(String thing, Set<String> lost, Outcomes outcomes) throws InterruptedException {
        Optional<Team> created;
        try {
            created = api.createTeam(name, thing, lost);
        } catch (AdapterException e) {
            if (e.kind() != FailureKind.REFUSED_THING) {
                throw e;
            }
            if (!isThere(thing)) {
                throw isName(thing) ? e : illegal(thing);
            }
            if (lost.contains(thing)) {
                outcomes.succeeded(thing);
            } else {
                outcomes.alreadyThere(thing);
            }
            return;
        }
        if (created.isEmpty() && !isThere(thing)) {
            throw api.failures()
                    .malformed(
                            name, TerraformApi.CREATE_TEAM, "it does not show the team, and a look does not find it");
        }
        outcomes.succeeded(thing);
    }

    private boolean isThere(String thing) throws InterruptedException {
        return api.teamNamed(name, thing).isPresent();
    }

    private void delete(String thing, Team team) throws InterruptedException {
        String why = whyKept(team);
        if (!why.isEmpty()) {
            throw kept(thing, why);
        }
        try {
            api.deleteTeam(name, team.id());
        } catch (AdapterException e) {
            if (e.kind() == FailureKind.PERMISSION || e.kind() == FailureKind.READ_ONLY) {
                throw api.team(name, team.id())
                        .map(this::whyKept)
                        .filter(reason -> !reason.isEmpty())
                        .map(reason -> kept(thing, reason))
                        .orElse(e);
            }
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
            deleteAgain(thing, team, e);
        }
    }

    private AdapterException kept(String thing, String why) {
        return api.failures()
                .refused(
                        name,
                        TerraformApi.DELETE_TEAM,
                        thing + " stays: " + why,
                        why.equals(DELETION_IS_OFF)
                                ? "Set allow-delete: true if teams may be deleted with their members and their access."
                                : "Delete the team by hand.");
    }

    /** A look tells whether the team is gone, was made again, or may not be deleted by this token. */
    private void deleteAgain(String thing, Team team, AdapterException refusal) throws InterruptedException {
        List<Team> now = api.teams(name);
        if (now.stream().anyMatch(each -> each.id().equals(team.id()))) {
            throw refusal;
        }
        Team again = byName(now).get(TerraformDirectory.key(thing));
        if (again != null) {
            String why = whyKept(again);
            if (!why.isEmpty()) {
                throw kept(thing, why);
            }
            api.deleteTeam(name, again.id());
        }
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
