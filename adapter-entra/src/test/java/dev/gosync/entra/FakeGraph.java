package dev.gosync.entra;

import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What Graph answers about the users and groups of a tenant. Guarded by {@link EntraFake}. */
final class FakeGraph {
    private static final int LARGEST_PAGE = 999;
    private static final int USUAL_PAGE = 100;

    private final FakeTenant tenant;
    private final Supplier<String> address;

    /** The link to the next page leads there, if it is set. */
    @Nullable String otherHost;

    /**
     * Answers for one tenant.
     *
     * @param address where clients reach Graph, without a slash at its end
     */
    FakeGraph(FakeTenant tenant, Supplier<String> address) {
        this.tenant = tenant;
        this.address = address;
    }

    // --- Groups

    FakeAnswer findGroup(FakeRequest request) {
        String filter = request.query("$filter").orElse("");
        List<Object> found = new ArrayList<>();
        for (FakeGroup group : tenant.groups.values()) {
            if (filter.equals("displayName eq '" + group.name.replace("'", "''") + "'")) {
                found.add(group.fields());
            }
        }
        return FakeAnswer.json(200, new LinkedHashMap<>(Map.of("value", found)));
    }

    FakeAnswer getGroup(FakeRequest request) {
        FakeGroup group = tenant.groups.get(request.parameter("group"));
        return group == null ? noSuch(request.parameter("group")) : FakeAnswer.json(200, group.fields());
    }

    FakeAnswer members(FakeRequest request, boolean nested) {
        FakeGroup group = tenant.groups.get(request.parameter("group"));
        if (group == null) {
            return noSuch(request.parameter("group"));
        }
        List<Object> members = new ArrayList<>();
        for (String id : tenant.listed(group, nested)) {
            FakeUser user = tenant.users.get(id);
            String type = user == null ? tenant.others.getOrDefault(id, "group") : "user";
            if (type.equals("servicePrincipal")) {
                continue; // Graph v1.0 does not list them
            }
            Map<String, @Nullable Object> member = new LinkedHashMap<>();
            member.put("@odata.type", "#microsoft.graph." + type);
            member.put("id", id);
            if (user != null) {
                member.putAll(user.fields(tenant.hidesUsers));
            }
            members.add(member);
        }
        return page(request, members);
    }

    FakeAnswer addMembers(FakeRequest request) {
        Object references = request.json().get("members@odata.bind");
        if (!(references instanceof List<?> list) || request.json().size() != 1) {
            throw request.bad("the body is no list of members");
        }
        if (list.size() > EntraFake.MOST) {
            return error(400, "Request_BadRequest", "The number of references is more than 20.");
        }
        return add(request, list.stream().map(each -> id(request, each)).toList());
    }

    FakeAnswer addMember(FakeRequest request) {
        return add(request, List.of(id(request, request.json("@odata.id"))));
    }

    private FakeAnswer add(FakeRequest request, List<String> ids) {
        FakeGroup group = tenant.groups.get(request.parameter("group"));
        if (group == null) {
            return noSuch(request.parameter("group"));
        }
        Optional<FakeAnswer> refusal = group.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Set<String> members = new LinkedHashSet<>(group.members);
        for (String id : ids) {
            if (!tenant.users.containsKey(id)) {
                return noSuch(id);
            }
            if (!members.add(id)) {
                return error(
                        400,
                        "Request_BadRequest",
                        "One or more added object references already exist for the following modified properties:"
                                + " 'members'.");
            }
        }
        group.members.addAll(ids);
        return FakeAnswer.empty(204);
    }

    private String id(FakeRequest request, @Nullable Object reference) {
        String prefix = address.get() + EntraFake.VERSION + "/directoryObjects/";
        String text = String.valueOf(reference);
        if (!text.startsWith(prefix)) {
            throw request.bad("a reference is not an address of a directory object");
        }
        return text.substring(prefix.length());
    }

    FakeAnswer removeMember(FakeRequest request) {
        FakeGroup group = tenant.groups.get(request.parameter("group"));
        if (group == null) {
            return noSuch(request.parameter("group"));
        }
        Optional<FakeAnswer> refusal = group.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return group.members.remove(request.parameter("user")) ? FakeAnswer.empty(204) : noSuch(group.id);
    }

    /** What a client does that forgets the end of the path. */
    FakeAnswer deleteUser(FakeRequest request) {
        String id = request.parameter("user");
        return tenant.delete(id) ? FakeAnswer.empty(204) : noSuch(id);
    }

    // --- Users

    FakeAnswer listUsers(FakeRequest request) {
        Optional<String> filter = request.query("$filter");
        FakeFilter parsed;
        try {
            parsed = FakeFilter.of(filter.orElse(""));
        } catch (IllegalArgumentException e) {
            throw request.bad(String.valueOf(e.getMessage()));
        }
        boolean isAdvanced = request.header("ConsistencyLevel").equals(Optional.of("eventual"))
                && request.query("$count").equals(Optional.of("true"));
        if (parsed.isAdvanced() && !isAdvanced) {
            return error(400, "Request_UnsupportedQuery", "The specified filter needs an advanced query.");
        }
        if (parsed.isTooLong()) {
            return error(400, "Request_UnsupportedQuery", "Too many child clauses specified in search filter.");
        }
        List<Object> found = new ArrayList<>();
        for (FakeUser user : tenant.users.values()) {
            if (parsed.finds(user)) {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                fields.put("id", user.id);
                fields.putAll(user.fields(tenant.hidesUsers));
                found.add(fields);
            }
        }
        return page(request, found);
    }

    private FakeAnswer page(FakeRequest request, List<Object> all) {
        if (request.query("$select").isEmpty()) {
            throw request.bad("it does not say which fields it needs");
        }
        int size = request.query("$top", USUAL_PAGE);
        if (size < 1 || size > LARGEST_PAGE) {
            return error(400, "Request_UnsupportedQuery", "Invalid page size specified.");
        }
        int from = request.query("$skiptoken", 0);
        int to = Math.min(from + size, all.size());
        if (from > to) {
            throw request.bad("there is no page from " + from);
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("@odata.context", address.get() + EntraFake.VERSION + "/$metadata#directoryObjects");
        if (to < all.size()) {
            String before = request.target().replaceFirst("[?&]\\$skiptoken=[0-9]+", "");
            page.put("@odata.nextLink", (otherHost == null ? address.get() : otherHost) + before + "&$skiptoken=" + to);
        }
        page.put("@microsoft.graph.tips", "Use $select to choose only the properties your app needs.");
        page.put("value", all.subList(from, to));
        return FakeAnswer.json(200, page);
    }

    // --- Errors

    static FakeAnswer error(int status, String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        error.put("innerError", Map.of("request-id", "0d3c2f9e"));
        return FakeAnswer.json(status, new LinkedHashMap<>(Map.of("error", error)));
    }

    static FakeAnswer noSuch(String id) {
        return error(
                404,
                "Request_ResourceNotFound",
                "Resource '" + id
                        + "' does not exist or one of its queried reference-property objects are not present.");
    }
}
