package dev.gosync.acceptance;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The disk of this machine, which tells about each step that changes it right before the step, and about each reading. Whoever
 * hears of it can refuse it, so that a test works for a user who may read and write everything, too.
 */
final class HaltingDisk extends FileSystemProvider {
    private final FileSystemProvider real = FileSystems.getDefault().provider();
    private final FileSystem fileSystem = new HaltingFileSystem(this);
    private final Hook beforeReading;
    private final Hook beforeStep;

    /** Hears of a path before it is used. */
    interface Hook {
        /**
         * Hears of a path.
         *
         * @param path a path of the default file system
         * @throws IOException to refuse the use
         */
        void hear(Path path) throws IOException;
    }

    /**
     * Makes a disk.
     *
     * @param beforeStep hears the path that the next step changes
     */
    HaltingDisk(Hook beforeStep) {
        this(path -> {}, beforeStep);
    }

    /**
     * Makes a disk.
     *
     * @param beforeReading hears the path that is read next: the content of a file or folder, or what is known about it
     * @param beforeStep hears the path that the next step changes
     */
    HaltingDisk(Hook beforeReading, Hook beforeStep) {
        this.beforeReading = beforeReading;
        this.beforeStep = beforeStep;
    }

    /** {@return a path of this disk} */
    Path path(Path realPath) {
        return (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, new PathHandler(realPath));
    }

    static Object unwrapped(@Nullable Object value) {
        return value != null
                        && Proxy.isProxyClass(value.getClass())
                        && Proxy.getInvocationHandler(value) instanceof PathHandler handler
                ? handler.realPath
                : value;
    }

    private static Path realOf(Path path) {
        return (Path) unwrapped(path);
    }

    private void step(Path path) throws IOException {
        beforeStep.hear(realOf(path));
    }

    private void reading(Path path) throws IOException {
        beforeReading.hear(realOf(path));
    }

    private static boolean changes(Set<? extends OpenOption> options) {
        return options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    }

    /** Passes each method on to a path of the default file system. */
    private final class PathHandler implements InvocationHandler {
        private final Path realPath;

        PathHandler(Path realPath) {
            this.realPath = realPath;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getName().equals("getFileSystem")) {
                return fileSystem;
            }
            Object[] given = arguments == null
                    ? new Object[0]
                    : Arrays.stream(arguments).map(HaltingDisk::unwrapped).toArray();
            Object result;
            try {
                result = method.invoke(realPath, given);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (result instanceof Iterator<?>) {
                return StreamSupport.stream(realPath.spliterator(), false)
                        .map(HaltingDisk.this::path)
                        .iterator();
            }
            return result instanceof Path path ? path(path) : result;
        }
    }

    @Override
    public String getScheme() {
        return "halting";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (changes(options)) {
            step(path);
        } else {
            reading(path);
        }
        FileChannel channel = real.newFileChannel(realOf(path), options, attributes);
        return changes(options) ? new HaltingChannel(channel, () -> step(path)) : channel;
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        reading(folder);
        DirectoryStream<Path> files = real.newDirectoryStream(realOf(folder), path -> filter.accept(path(path)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return StreamSupport.stream(files.spliterator(), false)
                        .map(HaltingDisk.this::path)
                        .iterator();
            }

            @Override
            public void close() throws IOException {
                files.close();
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        step(folder);
        real.createDirectory(realOf(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        step(path);
        real.delete(realOf(path));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        step(to);
        real.copy(realOf(from), realOf(to), options);
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        step(to);
        real.move(realOf(from), realOf(to), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return real.isSameFile(realOf(one), realOf(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(realOf(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(realOf(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        reading(path);
        real.checkAccess(realOf(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(realOf(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        reading(path);
        return real.readAttributes(realOf(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        reading(path);
        return real.readAttributes(realOf(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real.setAttribute(realOf(path), attribute, value, options);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return path(real.readSymbolicLink(realOf(link)));
    }
}
