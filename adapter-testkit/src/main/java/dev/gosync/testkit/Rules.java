package dev.gosync.testkit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** The rules there are, by their methods. */
final class Rules {
    /** The chapters of the contract, in its order. */
    private static final String CHAPTERS = "HGARCOETISN";

    /**
     * A rule.
     *
     * @param number such as {@code A-2}
     * @param title what its method is called, in words
     * @param method the name of that method
     */
    record Named(String number, String title, String method) {
        static Named of(Method method) {
            return new Named(method.getAnnotation(Rule.class).value(), words(method.getName()), method.getName());
        }

        /** What a message begins with. */
        @Override
        public String toString() {
            return "[" + number + "] " + title;
        }
    }

    private static final Comparator<String> BY_NUMBER = Comparator.<String>comparingInt(
                    number -> CHAPTERS.indexOf(number.charAt(0)))
            .thenComparingInt(number -> Integer.parseInt(number.substring(2)));

    private Rules() {}

    static boolean isRule(Method method) {
        return method.isAnnotationPresent(Rule.class) && isContract(method.getDeclaringClass());
    }

    private static boolean isContract(Class<?> type) {
        return type == SourceContract.class || type == AdapterContract.class;
    }

    /** Those that a certification has to check, in their order. */
    static List<Named> of(Class<?> contract) {
        return Arrays.stream(contract.getMethods())
                .filter(Rules::isRule)
                .map(Named::of)
                .sorted(Comparator.comparing(Named::number, BY_NUMBER))
                .toList();
    }

    private static String words(String name) {
        return name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** Runs them in their order, the harness first. */
    static final class InOrder implements MethodOrderer {
        @Override
        public void orderMethods(MethodOrdererContext context) {
            context.getMethodDescriptors()
                    .sort(Comparator.comparing((MethodDescriptor method) -> !isRule(method.getMethod()))
                            .thenComparing(
                                    method -> isRule(method.getMethod())
                                            ? Named.of(method.getMethod()).number()
                                            : "H-0",
                                    BY_NUMBER));
        }
    }

    /** Shows their numbers. */
    static final class Names extends DisplayNameGenerator.Standard {
        @Override
        public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> contract, Method method) {
            return isRule(method)
                    ? Named.of(method).toString()
                    : super.generateDisplayNameForMethod(enclosing, contract, method);
        }
    }
}
