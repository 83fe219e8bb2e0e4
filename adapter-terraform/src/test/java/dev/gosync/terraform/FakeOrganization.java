package dev.gosync.terraform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the fake knows: people, teams and who is in them. Guarded by the fake. */
final class FakeOrganization {
    /** A membership. */
    static final class Member {
        final String id;
        private String email;
        private String key;
        final String user;
        final boolean isService;
        String status;
        boolean isRefused;
        final Set<String> teams = new LinkedHashSet<>();

        private Member(String id, String email, String user, String status, boolean isService) {
            this.id = id;
            this.email = email;
            this.key = TerraformDirectory.key(email);
            this.user = user;
            this.status = status;
            this.isService = isService;
        }

        String email() {
            return email;
        }

        void email(String address) {
            email = address;
            key = TerraformDirectory.key(address);
        }

        /** The same for all spellings of its address. */
        String key() {
            return key;
        }

        boolean isActive() {
            return status.equals("active") && !isService;
        }
    }

    /** A team. */
    static final class TeamState {
        final String id;
        final String name;
        boolean isProtected;
        boolean isReadOnly;

        /** Whether its members are set by HCP or by single sign-on. */
        boolean isManaged;

        private TeamState(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    final Map<String, Member> members = new LinkedHashMap<>();
    final Map<String, TeamState> teams = new LinkedHashMap<>();
    private int numbers;

    private String id(String prefix) {
        return "%sX%015d".formatted(prefix, ++numbers);
    }

    Member person(String email, String status) {
        Optional<Member> there = withEmail(email);
        if (there.isPresent()) {
            return there.get();
        }
        Member member = new Member(id("ou-"), email, id("user-"), status, false);
        members.put(member.id, member);
        return member;
    }

    Member service() {
        String name = "api-team_" + (numbers + 1);
        Member member = new Member(id("ou-"), name, id("user-"), "active", true);
        members.put(member.id, member);
        return member;
    }

    TeamState team(String name) {
        return named(name).orElseGet(() -> {
            TeamState team = new TeamState(id("team-"), name);
            teams.put(team.id, team);
            return team;
        });
    }

    Optional<Member> withEmail(String email) {
        String key = TerraformDirectory.key(email);
        return members.values().stream()
                .filter(member -> member.key().equals(key))
                .findFirst();
    }

    Optional<TeamState> named(String name) {
        return teams.values().stream()
                .filter(team -> TerraformDirectory.key(team.name).equals(TerraformDirectory.key(name)))
                .findFirst();
    }

    List<Member> in(String team) {
        return members.values().stream()
                .filter(member -> member.teams.contains(team))
                .toList();
    }

    /** Whether nobody active would be an owner without these. */
    boolean endsOwnership(Set<Member> leaving) {
        Optional<TeamState> owners = named("owners");
        return owners.isPresent()
                && leaving.stream().anyMatch(member -> member.isActive() && member.teams.contains(owners.get().id))
                && in(owners.get().id).stream().filter(Member::isActive).allMatch(leaving::contains);
    }

    boolean isOwner(Member member) {
        return named("owners")
                .filter(owners -> member.teams.contains(owners.id))
                .isPresent();
    }

    // --- As JSON:API

    Map<String, Object> resource(Member member) {
        List<Object> teamIds = new ArrayList<>();
        member.teams.forEach(team -> teamIds.add(Map.of("id", team, "type", "teams")));
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("status", member.status);
        attributes.put("email", member.email);
        attributes.put("username", null);
        attributes.put("created-at", "2026-01-05T09:30:00.000Z");
        attributes.put("added-by-terraform-later", Map.of("email", "not@this.one"));
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("id", member.id);
        resource.put("type", "organization-memberships");
        resource.put("attributes", attributes);
        resource.put(
                "relationships",
                Map.of(
                        "organization",
                                Map.of("data", Map.of("id", TerraformFake.ORGANIZATION, "type", "organizations")),
                        "user", Map.of("data", Map.of("id", member.user, "type", "users")),
                        "teams", Map.of("data", teamIds)));
        resource.put("links", Map.of("self", "/api/v2/organization-memberships/" + member.id));
        return resource;
    }

    List<Object> included(List<Member> some) {
        List<Object> included = new ArrayList<>();
        Set<String> teamIds = new LinkedHashSet<>();
        for (Member member : some) {
            Map<String, Object> user = new LinkedHashMap<>();
            user.put("id", member.user);
            user.put("type", "users");
            user.put(
                    "attributes",
                    Map.of("username", member.isService ? member.email : "name-of-" + member.id.substring(3)));
            included.add(user);
            teamIds.addAll(member.teams);
        }
        teamIds.forEach(id -> included.add(resource(teams.get(id))));
        return included;
    }

    static Map<String, Object> resource(TeamState team) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("name", team.name);
        attributes.put("sso-team-id", null);
        attributes.put("users-count", 1);
        attributes.put("allow-member-token-management", true);
        attributes.put("added-by-terraform-later", List.of("later"));
        attributes.put("visibility", "organization");
        attributes.put(
                "permissions",
                Map.of(
                        "can-destroy",
                        !team.isProtected && !team.name.equals("owners"),
                        "can-update-membership",
                        !team.isReadOnly));
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("id", team.id);
        resource.put("type", "teams");
        resource.put("attributes", attributes);
        resource.put("links", Map.of("self", "/api/v2/teams/" + team.id));
        return resource;
    }
}
