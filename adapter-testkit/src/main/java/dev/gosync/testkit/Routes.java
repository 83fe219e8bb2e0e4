package dev.gosync.testkit;

import dev.gosync.testkit.FakeRequest.BadRequest;
import dev.gosync.testkit.Request.Access;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a fake answers to. Filled while the fake is constructed; read by several threads after. */
final class Routes {
    /** A route, and the request with what the route knows of it. */
    record Match(Access access, FakeRequest request, Function<FakeRequest, FakeAnswer> handler) {
        FakeAnswer answer() {
            return handler.apply(request);
        }
    }

    private record Route(
            String operation,
            Predicate<FakeRequest> isWrite,
            String verb,
            List<String> path,
            Function<FakeRequest, FakeAnswer> handler) {

        Optional<Map<String, String>> parameters(List<String> actual) {
            if (actual.size() != path.size()) {
                return Optional.empty();
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String part = path.get(i);
                if (part.startsWith("{")) {
                    parameters.put(part.substring(1, part.length() - 1), actual.get(i));
                } else if (!part.equals(actual.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(parameters);
        }
    }

    private final List<Route> routes = new ArrayList<>();

    void add(
            String operation,
            Predicate<FakeRequest> isWrite,
            String verbAndPath,
            Function<FakeRequest, FakeAnswer> handler) {
        int space = verbAndPath.indexOf(' ');
        if (space < 1 || verbAndPath.indexOf('/') != space + 1) {
            throw new IllegalArgumentException("A route looks like 'GET /teams/{team}', and not like: " + verbAndPath);
        }
        routes.add(new Route(
                operation, isWrite, verbAndPath.substring(0, space), parts(verbAndPath.substring(space + 1)), handler));
    }

    /** The route of a request; of several the one added first. */
    Match find(FakeRequest request) {
        List<String> path;
        try {
            path = parts(request.path()).stream().map(Routes::decoded).toList();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("the path is not percent-encoded");
        }
        List<String> otherVerbs = new ArrayList<>();
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = route.parameters(path);
            if (parameters.isPresent() && route.verb.equals(request.verb())) {
                Access access = route.isWrite.test(request) ? Access.WRITE : Access.READ;
                return new Match(access, request.routed(route.operation, parameters.get()), route.handler);
            }
            parameters.ifPresent(ignored -> otherVerbs.add(route.verb));
        }
        throw new BadRequest(
                otherVerbs.isEmpty()
                        ? "the path is unknown; there is " + this
                        : "the path does not have this verb; there is " + String.join(", ", otherVerbs));
    }

    boolean has(String operation) {
        return routes.stream().anyMatch(route -> route.operation.equals(operation));
    }

    @Override
    public String toString() {
        return String.join(
                ", ",
                routes.stream()
                        .map(route -> route.verb + " /" + String.join("/", route.path))
                        .toList());
    }

    private static List<String> parts(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** As in paths: a plus is a plus. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
