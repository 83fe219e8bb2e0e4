package dev.gosync.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.Pages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of Terraform's API, version 2: <a
 * href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/organization-memberships">organization
 * memberships</a>, <a href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/team-members">team members</a> and
 * <a href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/teams">teams</a>. Threads may share it.
 */
final class TerraformApi {
    static final String ACCOUNT = "Get your account details";
    static final String LIST_MEMBERSHIPS = "List Memberships for an Organization";
    static final String SHOW_MEMBERSHIP = "Show a Membership";
    static final String INVITE = "Invite a User to an Organization";
    static final String REMOVE_MEMBERSHIP = "Remove User from Organization";
    static final String LIST_MEMBERS = "List Members of a Team";
    static final String ADD_MEMBERS = "Add Users to Team";
    static final String REMOVE_MEMBERS = "Remove Users from Team";
    static final String LIST_TEAMS = "List Teams";
    static final String SHOW_TEAM = "Show Team";
    static final String CREATE_TEAM = "Create a Team";
    static final String DELETE_TEAM = "Delete a Team";

    /** The largest page. Without a size Terraform gives 20. */
    private static final String PAGE = "100";

    private static final String MEMBERSHIPS = "organization-memberships";

    /** Takes the pages of a list as they arrive. */
    interface Reader<T> {
        /**
         * Takes a page.
         *
         * @param elements what it holds
         * @param further how many pages follow
         * @return whether to read on
         */
        boolean takes(List<T> elements, int further);
    }

    private record Page<T>(
            List<T> elements, List<String> ids, @Nullable String next, int further) {}

    private final HttpUrl base;
    private final String organization;
    private final TerraformClient client;

    TerraformApi(HttpUrl base, String organization, TerraformClient client) {
        this.base = base;
        this.organization = organization;
        this.client = client;
    }

    String organization() {
        return organization;
    }

    Retry retry() {
        return client.retry();
    }

    TerraformFailures failures() {
        return client.failures();
    }

    void checkOpen() {
        client.checkOpen();
    }

    // --- People

    /** The id of the user that the token acts as. */
    String account(String place) throws InterruptedException {
        return read(
                place,
                ACCOUNT,
                url("account", "details"),
                answer -> answer.success(200).id(answer.resource(), "users"));
    }

    /** Reads the memberships of the organization, with their teams. */
    void memberships(String place, Reader<Membership> reader) throws InterruptedException {
        HttpUrl url = organizationUrl(MEMBERSHIPS)
                .newBuilder()
                .addQueryParameter("include", "user,teams")
                .build();
        pages(place, LIST_MEMBERSHIPS, url, TerraformApi::withTeams, reader);
    }

    /** Finds the membership with an e-mail address, with its teams. */
    Optional<Membership> membershipOf(String place, String email) throws InterruptedException {
        HttpUrl url = organizationUrl(MEMBERSHIPS)
                .newBuilder()
                .addQueryParameter("filter[email]", email)
                .addQueryParameter("include", "user,teams")
                .build();
        List<Membership> found = new ArrayList<>();
        pages(place, LIST_MEMBERSHIPS, url, TerraformApi::withTeams, (page, further) -> {
            page.stream()
                    .filter(each -> TerraformDirectory.key(each.email()).equals(TerraformDirectory.key(email)))
                    .forEach(found::add);
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    /** Finds a membership by its id, with its teams. */
    Optional<Membership> membership(String place, String id) throws InterruptedException {
        HttpUrl url = url(MEMBERSHIPS, id)
                .newBuilder()
                .addQueryParameter("include", "user,teams")
                .build();
        return read(
                place,
                SHOW_MEMBERSHIP,
                url,
                answer -> answer.status() == 404
                        ? Optional.empty()
                        : Optional.of(withTeams(answer, answer.success(200).resource())));
    }

    private static Membership withTeams(JsonAnswer answer, JsonNode resource) {
        answer.mustShowTeams(resource);
        return Membership.read(answer, resource);
    }

    /**
     * Invites a person.
     *
     * @param lost gets the address if the answer to an attempt before the last one was lost
     * @return the membership; empty if the answer does not show it
     * @throws AdapterException REFUSED_THING if Terraform does not take the address, or has it
     */
    Optional<Membership> invite(String place, String email, String team, Set<String> lost) throws InterruptedException {
        ObjectNode body = TerraformClient.JSON.createObjectNode();
        ObjectNode data = body.putObject("data");
        data.put("type", MEMBERSHIPS);
        data.putObject("attributes").put("email", email);
        identifiers(data.putObject("relationships").putObject("teams").putArray("data"), "teams", List.of(team));
        JsonAnswer answer = write(place, INVITE, "POST", organizationUrl(MEMBERSHIPS), body, 201, List.of(email), lost);
        return shown(() -> Membership.read(answer, answer.resource()));
    }

    /** Removes a person, and revokes the invitation if it was not accepted. */
    void removeMembership(String place, String id) throws InterruptedException {
        write(place, REMOVE_MEMBERSHIP, "DELETE", url(MEMBERSHIPS, id), null, 204, List.of(), Set.of());
    }

    // --- Members of a team

    /** The members of a team, also those who were only invited. */
    List<Membership> members(String place, String team) throws InterruptedException {
        return all(place, LIST_MEMBERS, membersUrl(team), Membership::read);
    }

    /**
     * Adds memberships to a team, all or none.
     *
     * @param lost gets the ids if the answer to an attempt before the last one was lost
     * @throws AdapterException REFUSED_THING if one of them is a member, or no membership of the organization
     */
    void addMembers(String place, String team, Collection<String> ids, Set<String> lost) throws InterruptedException {
        changeMembers(place, ADD_MEMBERS, "POST", team, ids, lost);
    }

    /**
     * Removes memberships from a team, all or none.
     *
     * @param lost gets the ids if the answer to an attempt before the last one was lost
     * @throws AdapterException REFUSED_THING if one of them is no member
     */
    void removeMembers(String place, String team, Collection<String> ids, Set<String> lost)
            throws InterruptedException {
        changeMembers(place, REMOVE_MEMBERS, "DELETE", team, ids, lost);
    }

    private void changeMembers(
            String place, String operation, String verb, String team, Collection<String> ids, Set<String> lost)
            throws InterruptedException {
        ObjectNode body = TerraformClient.JSON.createObjectNode();
        identifiers(body.putArray("data"), MEMBERSHIPS, ids);
        write(place, operation, verb, membersUrl(team), body, 204, ids, lost);
    }

    private static void identifiers(ArrayNode list, String type, Collection<String> ids) {
        ids.forEach(id -> list.addObject().put("type", type).put("id", id));
    }

    private HttpUrl membersUrl(String team) {
        return url("teams", team, "relationships", MEMBERSHIPS);
    }

    // --- Teams

    List<Team> teams(String place) throws InterruptedException {
        return all(place, LIST_TEAMS, organizationUrl("teams"), Team::read);
    }

    /** Finds a team by its name, in any case. */
    Optional<Team> teamNamed(String place, String name) throws InterruptedException {
        HttpUrl url = organizationUrl("teams")
                .newBuilder()
                .addQueryParameter("filter[names]", name)
                .build();
        return all(place, LIST_TEAMS, url, Team::read).stream()
                .filter(team -> TerraformDirectory.key(team.name()).equals(TerraformDirectory.key(name)))
                .findFirst();
    }

    Optional<Team> team(String place, String id) throws InterruptedException {
        return read(
                place,
                SHOW_TEAM,
                url("teams", id),
                answer -> answer.status() == 404
                        ? Optional.empty()
                        : Optional.of(Team.read(answer, answer.success(200).resource())));
    }

    /**
     * Creates a team without any rights.
     *
     * @param lost gets the name if the answer to an attempt before the last one was lost
     * @return the team; empty if the answer does not show it
     * @throws AdapterException REFUSED_THING if Terraform does not take the name, or has it
     */
    Optional<Team> createTeam(String place, String name, Set<String> lost) throws InterruptedException {
        ObjectNode body = TerraformClient.JSON.createObjectNode();
        ObjectNode data = body.putObject("data");
        data.put("type", "teams");
        data.putObject("attributes").put("name", name);
        JsonAnswer answer = write(place, CREATE_TEAM, "POST", organizationUrl("teams"), body, 201, List.of(name), lost);
        return shown(() -> Team.read(answer, answer.resource()));
    }

    void deleteTeam(String place, String id) throws InterruptedException {
        write(place, DELETE_TEAM, "DELETE", url("teams", id), null, 204, List.of(), Set.of());
    }

    // --- Requests

    private HttpUrl organizationUrl(String list) {
        return url("organizations", organization, list);
    }

    private HttpUrl url(String... segments) {
        HttpUrl.Builder url = base.newBuilder().addPathSegments("api/v2");
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url.build();
    }

    /** Takes what is needed from an answer. */
    private interface Taker<T> {
        T from(JsonAnswer answer) throws AdapterException;
    }

    private <T> T read(String place, String operation, HttpUrl url, Taker<T> taker) throws InterruptedException {
        client.checkOpen();
        return retry().call(place, operation, () -> taker.from(client.get(place, operation, url)));
    }

    private <T> List<T> all(String place, String operation, HttpUrl url, BiFunction<JsonAnswer, JsonNode, T> element)
            throws InterruptedException {
        List<T> all = new ArrayList<>();
        pages(place, operation, url, element, (page, further) -> all.addAll(page) || further > 0);
        return all;
    }

    private <T> void pages(
            String place, String operation, HttpUrl list, BiFunction<JsonAnswer, JsonNode, T> element, Reader<T> reader)
            throws InterruptedException {
        Pages pages = Pages.of(place, operation);
        Optional<String> number = Optional.of("1");
        while (number.isPresent()) {
            HttpUrl url = list.newBuilder()
                    .addQueryParameter("page[size]", PAGE)
                    .addQueryParameter("page[number]", number.get())
                    .build();
            int current = Integer.parseInt(number.get());
            Page<T> page = read(place, operation, url, answer -> page(answer.success(200), current, element));
            number = pages.next(page.ids(), page.next());
            if (!reader.takes(page.elements(), page.further())) {
                return;
            }
        }
    }

    private static <T> Page<T> page(JsonAnswer answer, int current, BiFunction<JsonAnswer, JsonNode, T> element) {
        List<T> elements = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode resource : answer.resources()) {
            ids.add(answer.text(resource, "id"));
            elements.add(element.apply(answer, resource));
        }
        return new Page<>(elements, ids, answer.nextPage(), Math.max(0, answer.totalPages() - current));
    }

    /**
     * Makes a write.
     *
     * @param subjects what it is about
     * @param lost gets the subjects if an attempt before the last one may have done it
     */
    private JsonAnswer write(
            String place,
            String operation,
            String verb,
            HttpUrl url,
            @Nullable JsonNode body,
            int expected,
            Collection<String> subjects,
            Set<String> lost)
            throws InterruptedException {
        client.checkOpen();
        AtomicBoolean isUnanswered = new AtomicBoolean();
        return retry().call(place, operation, () -> {
            if (isUnanswered.getAndSet(true) && !subjects.isEmpty()) {
                lost.addAll(subjects);
            }
            JsonAnswer answer = client.write(place, operation, verb, url, body);
            isUnanswered.set(answer.status() >= 500);
            return answer.success(expected);
        });
    }

    /** What a success shows; empty if it does not show it. */
    private static <T> Optional<T> shown(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (AdapterException e) {
            return Optional.empty();
        }
    }
}
