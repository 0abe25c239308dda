# technique: a thread pool
# goal: read-secret
# source: own analysis
import concurrent.futures
with concurrent.futures.ThreadPoolExecutor(1) as pool:
    print(pool.submit(open, '@SECRET@').result().read())
