/* Lets the n-th write, fsync, rename or truncation below a folder fail.
 *
 * FAULT_FOLDER: where; FAULT_AT: which call, counted from 1; FAULT_ERRNO: how;
 * FAULT_STAYS: whether all later ones fail as well, as on a full disk.
 * Calls are counted into the file FAULT_COUNT, so that a test knows when it has tried all.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long calls;

static void note(void)
{
    const char *name = getenv("FAULT_COUNT");
    char text[32];
    if (!name) return;
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0) return;
    int length = snprintf(text, sizeof text, "%ld", calls);
    ssize_t (*plain)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    plain(file, text, (size_t)length);
    close(file);
}

static int fails(const char *path)
{
    const char *folder = getenv("FAULT_FOLDER"), *at = getenv("FAULT_AT");
    if (!folder || !at || strncmp(path, folder, strlen(folder))) return 0;
    calls++;
    note();
    if (calls == atol(at) || (getenv("FAULT_STAYS") && calls > atol(at))) {
        errno = atoi(getenv("FAULT_ERRNO"));
        return 1;
    }
    return 0;
}

static int fails_at(int file)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails(path);
}

#define REAL(name, type) static type real; if (!real) real = (type)dlsym(RTLD_NEXT, #name)

typedef ssize_t (*write_t)(int, const void *, size_t);
typedef ssize_t (*pwrite_t)(int, const void *, size_t, off_t);
typedef int (*file_t)(int);
typedef int (*rename_t)(const char *, const char *);
typedef int (*truncate_t)(int, off_t);

ssize_t write(int file, const void *data, size_t size)
{
    REAL(write, write_t);
    return fails_at(file) ? -1 : real(file, data, size);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t where)
{
    REAL(pwrite, pwrite_t);
    return fails_at(file) ? -1 : real(file, data, size, where);
}

ssize_t pwrite64(int file, const void *data, size_t size, off_t where)
{
    REAL(pwrite64, pwrite_t);
    return fails_at(file) ? -1 : real(file, data, size, where);
}

int fsync(int file)
{
    REAL(fsync, file_t);
    return fails_at(file) ? -1 : real(file);
}

int fdatasync(int file)
{
    REAL(fdatasync, file_t);
    return fails_at(file) ? -1 : real(file);
}

int ftruncate(int file, off_t size)
{
    REAL(ftruncate, truncate_t);
    return fails_at(file) ? -1 : real(file, size);
}

int ftruncate64(int file, off_t size)
{
    REAL(ftruncate64, truncate_t);
    return fails_at(file) ? -1 : real(file, size);
}

int rename(const char *from, const char *to)
{
    REAL(rename, rename_t);
    return fails(to) ? -1 : real(from, to);
}
