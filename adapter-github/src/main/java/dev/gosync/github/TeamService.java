package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.github.Roster.Member;
import dev.gosync.github.Roster.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** What GitHub does for one team, call by call. Safe for use by several threads. */
final class TeamService {
    private static final Pattern NEXT = Pattern.compile("rel=\"next\"");

    /** What became of an addition. */
    enum State {
        ACTIVE,
        PENDING
    }

    /** What one query gives of the members: a page from the start and one from the end, and where each goes on. */
    private record Ends(
            String owner, List<Member> start, Optional<String> next, List<Member> end, Optional<String> previous) {}

    private record InvitationPage(List<Invitation> invitations, boolean last) {}

    private final Api api;
    private final String organization;
    private final String team;
    private final String place;

    TeamService(Api api, String organization, String team, String place) {
        this.api = api;
        this.organization = organization;
        this.team = team;
        this.place = place;
    }

    Roster roster() throws InterruptedException {
        Reading reading = begin();
        List<Member> members = new ArrayList<>();
        String owner = members(Optional.empty(), members);
        return new Roster(owner, reading, members, invitations());
    }

    /** {@return what a reading that begins now knows of} */
    Reading begin() {
        return new Reading(api.wire().retry().clock().instant(), maintainerRemovals());
    }

    /** {@return how often the removal of a maintainer began or ended in this process} */
    int maintainerRemovals() {
        return api.wire().maintainerRemovals(place);
    }

    /** Does what no other write may come between. */
    void alone(Wire.Work work) throws IOException, InterruptedException {
        api.wire().alone(work);
    }

    List<Member> members() throws InterruptedException {
        List<Member> members = new ArrayList<>();
        members(Optional.empty(), members);
        return members;
    }

    List<Member> maintainers() throws InterruptedException {
        List<Member> maintainers = new ArrayList<>();
        members(Optional.of("MAINTAINER"), maintainers);
        return maintainers;
    }

    /** Reads from both ends until they meet, which takes half the calls, and gives whose token it is. */
    private String members(Optional<String> role, List<Member> all) throws InterruptedException {
        Map<String, Member> fromStart = new LinkedHashMap<>();
        Map<String, Member> fromEnd = new LinkedHashMap<>();
        Optional<String> after = Optional.empty();
        Optional<String> before = Optional.empty();
        Ends ends;
        do {
            ends = ends(role, after, before);
            ends.start().forEach(member -> fromStart.put(Person.loginKey(member.login()), member));
            ends.end().forEach(member -> fromEnd.put(Person.loginKey(member.login()), member));
            after = ends.next();
            before = ends.previous();
        } while (after.isPresent() && before.isPresent() && Collections.disjoint(fromStart.keySet(), fromEnd.keySet()));
        fromEnd.forEach(fromStart::putIfAbsent);
        all.addAll(fromStart.values());
        return ends.owner();
    }

    private Ends ends(Optional<String> role, Optional<String> after, Optional<String> before)
            throws InterruptedException {
        Map<String, Object> variables = new LinkedHashMap<>(Map.of("organization", organization, "team", team));
        role.ifPresent(only -> variables.put("role", only));
        after.ifPresent(cursor -> variables.put("after", cursor));
        before.ifPresent(cursor -> variables.put("before", cursor));
        return api.query(place, Document.TEAM_MEMBERS, variables, data -> {
            JsonNode found = data.required("organization").path("team");
            if (!found.isObject()) {
                throw api.notFound(
                        place,
                        Document.TEAM_MEMBERS.operation(),
                        data.required("organization").isNull()
                                ? "there is no such organization"
                                : "there is no such team");
            }
            JsonNode start = found.required("start");
            JsonNode end = found.required("end");
            return new Ends(
                    Api.text(data.required("viewer"), "login"),
                    members(start),
                    Api.next(start, after),
                    members(end),
                    Api.previous(end, before));
        });
    }

    private static List<Member> members(JsonNode connection) {
        List<Member> some = new ArrayList<>();
        for (JsonNode edge : Api.list(connection, "edges")) {
            some.add(new Member(
                    Api.text(edge.required("node"), "login"),
                    Api.text(edge, "role").equals("MAINTAINER")));
        }
        return some;
    }

    /** Those that can still be accepted: GitHub lists no others, and one that says it failed is none of them. */
    private List<Invitation> invitations() throws InterruptedException {
        List<Invitation> all = new ArrayList<>();
        boolean last = false;
        for (int number = 1; !last; number++) {
            HttpUrl url = teamUrl("invitations")
                    .addQueryParameter("per_page", "100")
                    .addQueryParameter("page", String.valueOf(number))
                    .build();
            InvitationPage page =
                    api.get(place, "GET /orgs/{org}/teams/{team_slug}/invitations", url, TeamService::invitations);
            all.addAll(page.invitations());
            last = page.last();
        }
        return all;
    }

    private static InvitationPage invitations(Answer answer) {
        JsonNode json = answer.json();
        if (!json.isArray()) {
            throw new IllegalArgumentException("the answer is no list of invitations");
        }
        List<Invitation> some = new ArrayList<>();
        for (JsonNode invitation : json) {
            if (!invitation.hasNonNull("failed_at")) {
                some.add(new Invitation(
                        invitation.required("id").asLong(),
                        optional(invitation, "login"),
                        optional(invitation, "email"),
                        invitation.path("team_count").asInt(1)));
            }
        }
        boolean more =
                answer.header("Link").filter(link -> NEXT.matcher(link).find()).isPresent();
        return new InvitationPage(some, !more);
    }

    private static Optional<String> optional(JsonNode object, String field) {
        return object.hasNonNull(field) ? Optional.of(Api.text(object, field)) : Optional.empty();
    }

    /**
     * Those of these logins that are accounts, by {@link Person#loginKey}.
     *
     * @param logins at most {@link Document#MOST}
     */
    Set<String> accounts(List<String> logins) throws InterruptedException {
        return api.queryEach(place, Document.USERS, Map.of(), "login", logins, data -> {
            Set<String> there = new HashSet<>();
            for (int i = 0; i < logins.size(); i++) {
                JsonNode user = data.required("user_" + i);
                if (!user.isNull()) {
                    there.add(Person.loginKey(Api.text(user, "login")));
                }
            }
            return there;
        });
    }

    State add(String login, String role) throws InterruptedException {
        return api.write(
                place,
                "PUT /orgs/{org}/teams/{team_slug}/memberships/{username}",
                "PUT",
                teamUrl("memberships").addPathSegment(login).build(),
                Map.of("role", role),
                answer -> switch (Api.text(answer.json(), "state")) {
                    case "active" -> State.ACTIVE;
                    case "pending" -> State.PENDING;
                    default -> throw new IllegalArgumentException("the answer's state is neither active nor pending");
                });
    }

    /** Counts the removal of a maintainer: once when it begins, and once when it ends, whatever became of it. */
    void countMaintainerRemoval() {
        api.wire().countMaintainerRemoval(place);
    }

    void remove(String login) throws InterruptedException {
        api.write(
                place,
                "DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}",
                "DELETE",
                teamUrl("memberships").addPathSegment(login).build(),
                Map.of(),
                TeamService::nothing);
    }

    void cancel(Invitation invitation) throws InterruptedException {
        api.write(
                place,
                "DELETE /orgs/{org}/invitations/{invitation_id}",
                "DELETE",
                api.endpoints().rest("orgs", organization, "invitations", String.valueOf(invitation.id())),
                Map.of(),
                TeamService::nothing);
    }

    private static Boolean nothing(Answer answer) {
        if (answer.status() != 204) {
            throw new IllegalArgumentException("the answer is not 204, no content");
        }
        return true;
    }

    private HttpUrl.Builder teamUrl(String part) {
        return api.endpoints().rest("orgs", organization, "teams", team, part).newBuilder();
    }
}
