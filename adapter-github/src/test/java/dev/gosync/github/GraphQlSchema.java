package dev.gosync.github;

import dev.gosync.github.GraphQlText.Defined;
import dev.gosync.github.GraphQlText.Field;
import dev.gosync.github.GraphQlText.Query;
import dev.gosync.github.GraphQlText.Schema;
import dev.gosync.github.GraphQlText.TypeRef;
import dev.gosync.github.GraphQlText.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks whole queries against the schema of the fake, and then answers them from objects. An object is a map of values
 * and of functions that take the arguments of a field.
 */
final class GraphQlSchema {
    /** The error that a field returns instead of a value. */
    static final class FieldError extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String type;

        FieldError(String type, String message) {
            super(message);
            this.type = type;
        }
    }

    private static final Set<String> SCALARS = Set.of("ID", "String", "Int", "Boolean");

    private final Schema schema = GraphQlText.schema(read());

    /**
     * Checks a query.
     *
     * @throws IllegalArgumentException if GitHub would refuse it; the message says why
     */
    Query checked(String text) {
        Query query = GraphQlText.query(text);
        query.variables().forEach((name, type) -> known(type.name()));
        Set<String> used = new HashSet<>();
        check(query, "Query", query.fields(), used);
        if (!used.equals(query.variables().keySet())) {
            throw new IllegalArgumentException("of " + query.variables().keySet() + " only " + used + " are used");
        }
        return query;
    }

    /**
     * Checks the variables of a query.
     *
     * @throws IllegalArgumentException if a variable is missing, has another type, or is not declared
     */
    void checkVariables(Query query, Map<?, ?> values) {
        query.variables().forEach((name, type) -> {
            Object value = values.get(name);
            boolean fits = switch (type.name()) {
                case "Int" -> value instanceof Long;
                case "Boolean" -> value instanceof Boolean;
                case "String" -> value instanceof String;
                default -> schema.enums().get(type.name()).contains(String.valueOf(value));
            };
            if (value == null ? type.required() : !fits) {
                throw new IllegalArgumentException("the variable " + name + " is no " + type.name());
            }
        });
        if (!query.variables().keySet().containsAll(values.keySet())) {
            throw new IllegalArgumentException("of " + values.keySet() + " not all are declared");
        }
    }

    private void known(String type) {
        if (!SCALARS.contains(type) && !schema.enums().containsKey(type)) {
            throw new IllegalArgumentException("there is no type " + type + " for a variable");
        }
    }

    private void check(Query query, String typeName, List<Field> fields, Set<String> used) {
        Map<String, Defined> type = schema.types().get(typeName);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (field.isSpread()) {
                Field fragment = query.fragments().get(field.fragment());
                if (fragment == null || !fragment.name().equals(typeName)) {
                    throw new IllegalArgumentException("there is no fragment " + field.fragment() + " on " + typeName);
                }
                check(query, typeName, fragment.fields(), used);
                continue;
            }
            Defined defined = type.get(field.name());
            if (defined == null) {
                throw new IllegalArgumentException(
                        "Field '" + field.name() + "' doesn't exist on type '" + typeName + "'");
            }
            if (!names.add(field.alias())) {
                throw new IllegalArgumentException("'" + field.alias() + "' stands there twice");
            }
            checkArguments(query, field, defined, used);
            boolean hasFields = schema.types().containsKey(defined.type().name());
            if (hasFields == field.fields().isEmpty()) {
                throw new IllegalArgumentException("Field '" + field.name() + "' must have selections, or none");
            }
            if (hasFields) {
                check(query, defined.type().name(), field.fields(), used);
            }
        }
    }

    private void checkArguments(Query query, Field field, Defined defined, Set<String> used) {
        field.arguments().forEach((name, value) -> {
            TypeRef wanted = defined.arguments().get(name);
            if (wanted == null) {
                throw new IllegalArgumentException(
                        "Field '" + field.name() + "' doesn't accept argument '" + name + "'");
            }
            if (value instanceof Variable variable) {
                used.add(variable.name());
            }
            if (!fits(query, value, wanted)) {
                throw new IllegalArgumentException("Argument '" + name + "' of '" + field.name() + "' is no "
                        + wanted.name() + (wanted.required() ? "!" : ""));
            }
        });
        defined.arguments().forEach((name, wanted) -> {
            if (wanted.required() && !field.arguments().containsKey(name)) {
                throw new IllegalArgumentException("Field '" + field.name() + "' lacks argument '" + name + "'");
            }
        });
        if (defined.type().name().endsWith("Connection")
                && isPageSize(field.arguments().get("first"))
                        == isPageSize(field.arguments().get("last"))) {
            throw new IllegalArgumentException(
                    "You must provide a `first` or `last` from 1 to 100 to properly paginate the `" + field.name()
                            + "` connection");
        }
    }

    private static boolean isPageSize(@Nullable Object value) {
        return value instanceof Long size && size >= 1 && size <= 100;
    }

    private boolean fits(Query query, Object value, TypeRef wanted) {
        if (value instanceof Variable variable) {
            TypeRef given = query.variables().get(variable.name());
            return given != null && given.name().equals(wanted.name()) && (given.required() || !wanted.required());
        }
        if (value instanceof Long) {
            return wanted.name().equals("Int");
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, Defined> input = schema.types().getOrDefault(wanted.name(), Map.of());
            return object.keySet().equals(input.keySet())
                    && object.entrySet().stream()
                            .allMatch(entry -> fits(
                                    query,
                                    entry.getValue(),
                                    input.get(String.valueOf(entry.getKey())).type()));
        }
        return schema.enums().getOrDefault(wanted.name(), List.of()).contains(value)
                || (wanted.name().equals("Boolean") && Set.of("true", "false").contains(value));
    }

    /** Returns the answer to a checked query. */
    Map<String, Object> answer(Query query, Map<?, ?> variables, Map<String, Object> root) {
        List<Object> errors = new ArrayList<>();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("data", select(query, variables, root, query.fields(), List.of(), errors));
        if (!errors.isEmpty()) {
            answer.put("errors", errors);
        }
        return answer;
    }

    private Map<String, @Nullable Object> select(
            Query query,
            Map<?, ?> variables,
            Map<?, ?> object,
            List<Field> fields,
            List<Object> path,
            List<Object> errors) {
        Map<String, @Nullable Object> selected = new LinkedHashMap<>();
        for (Field field : fields) {
            if (field.isSpread()) {
                Field fragment = query.fragments().get(field.fragment());
                selected.putAll(select(query, variables, object, fragment.fields(), path, errors));
                continue;
            }
            List<Object> here = new ArrayList<>(path);
            here.add(field.alias());
            Map<String, Object> arguments = new LinkedHashMap<>();
            field.arguments().forEach((name, value) -> {
                Object given = value instanceof Variable variable ? variables.get(variable.name()) : value;
                if (given != null) {
                    arguments.put(name, given);
                }
            });
            try {
                Object value = object.get(field.name());
                if (value instanceof Function<?, ?> function) {
                    @SuppressWarnings("unchecked")
                    Function<Map<String, Object>, Object> known = (Function<Map<String, Object>, Object>) function;
                    value = known.apply(arguments);
                }
                selected.put(field.alias(), complete(query, variables, value, field.fields(), here, errors));
            } catch (FieldError e) {
                selected.put(field.alias(), null);
                errors.add(Map.of(
                        "type",
                        e.type,
                        "path",
                        here,
                        "locations",
                        List.of(Map.of("line", 3, "column", 5)),
                        "message",
                        String.valueOf(e.getMessage())));
            }
        }
        return selected;
    }

    private @Nullable Object complete(
            Query query,
            Map<?, ?> variables,
            @Nullable Object value,
            List<Field> fields,
            List<Object> path,
            List<Object> errors) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(one -> all.add(complete(query, variables, one, fields, path, errors)));
            return all;
        }
        return value instanceof Map<?, ?> object ? select(query, variables, object, fields, path, errors) : value;
    }

    private static String read() {
        try (InputStream in = GraphQlSchema.class.getResourceAsStream("schema.graphql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
