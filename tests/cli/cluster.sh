#!/bin/bash
# The recipes of docs/cluster.md, run: GNU parallel, and a Slurm array on a
# cluster of this one machine (munged, slurmctld, slurmd as root, on loopback),
# with a task that is killed and requeued.
G=$PWD/${B:-build/release}/genmark
c=$PWD/corpus
t=$(mktemp -d)
export LANG=C SLURM_CONF=$t/slurm.conf
unset LC_ALL LC_MESSAGES
pids=
end() {
    for p in "$t"/slurmd.pid "$t"/ctld.pid "$t"/munge/pid; do [ -s "$p" ] && kill "$(cat "$p")" 2>/dev/null; done
    sleep 0.5
    rm -rf "$t"
}
trap end EXIT
bad=0 lacks=
no() { echo "$*"; bad=1; }
"$G" check --json "$c" 2>/dev/null | sort >"$t/whole"
# proven PART...: the parts are complete, and together what one run says.
proven() {
    rm -f "$t/all.db"
    "$G" merge --db "$t/all.db" "$@" >"$t/said" 2>&1 || no "merge: $(cat "$t/said")"
    "$G" report "$t/all.db" --json | sort | cmp - "$t/whole" || no "the shards are not the whole"
}
cd "$t" || exit 1

if command -v parallel >/dev/null && parallel --version 2>/dev/null | grep -q GNU; then
    export PARALLEL_HOME=$t/home
    run() { parallel --will-cite --jobs 2 --joblog shards.log "$@" "$G" check --shard {}/8 --db part-{}.db --resume --progress none "$c" '>' /dev/null ::: $(seq 8); }
    run --halt now,done=3 >/dev/null 2>&1 # broken off when three are done
    [ "$(ls part-?.db 2>/dev/null | wc -l)" -lt 8 ] || echo "the first pass was not broken off"
    run --resume 2>/dev/null
    proven part-?.db
    [ "$(awk 'NR > 1' shards.log | wc -l)" = 8 ] || no "the log of parallel has not 8 jobs"
    echo "GNU parallel: 8 shards, broken off after 3 and gone on with: $(tail -1 "$t/said")"
else
    lacks="$lacks parallel"
fi

# array runs one, whose fourth task is killed and requeued.
array() {
    mkdir out
    cat >array.sh <<S
#!/bin/bash
#SBATCH --array=1-6
#SBATCH --requeue
#SBATCH --output=$t/out/%a.txt --open-mode=append
shard="$G check --shard auto --db $t/out/part-\$SLURM_ARRAY_TASK_ID.db --resume -j 1 --progress none $c"
if [ "\$SLURM_ARRAY_TASK_ID" = 4 ] && [ -z "\$SLURM_RESTART_COUNT" ]; then
    timeout -s KILL 0.15 \$shard >/dev/null
    exit 99 # requeue, as a lost node would be
fi
\$shard >/dev/null
rc=\$?
echo "task \$SLURM_ARRAY_TASK_ID of \$SLURM_ARRAY_TASK_COUNT, restarts \${SLURM_RESTART_COUNT:-0}, exit \$rc"
[ \$rc != 2 ]
S
    id=$(sbatch --parsable array.sh)
    for _ in $(seq 300); do
        # A job that was requeued after a failure is held back for a while.
        scontrol release "$id" 2>/dev/null
        scontrol update jobid="${id}_4" starttime=now 2>/dev/null
        # A slow controller answers nothing, and between two runs of a task the
        # queue is empty.
        left=$(squeue -h 2>/dev/null) && [ -z "$left" ] && grep -qs 'task 4 of' out/4.txt && break
        sleep 0.2
    done
    ls out/part-?.db >/dev/null 2>&1 || { no "no task ran"; tail -n 5 ctld.log; }
    proven out/part-?.db
    grep -q 'task 4 of 6, restarts 1' out/4.txt || no "the killed task was not requeued: $(cat out/4.txt)"
    echo "Slurm $(sbatch --version | cut -d' ' -f2): an array of 6, one killed and requeued: $(tail -1 "$t/said")"
}

if command -v sbatch >/dev/null && command -v munged >/dev/null && [ "$(id -u)" = 0 ]; then
    mkdir -m 700 munge
    mkdir state spool
    (umask 077 && head -c 128 /dev/urandom >munge/key)
    munged --force --key-file="$t/munge/key" --socket="$t/munge/socket" --pid-file="$t/munge/pid" --log-file="$t/munge/log" \
        --seed-file="$t/munge/seed" 2>/dev/null
    cat >slurm.conf <<C
ClusterName=one
SlurmctldHost=$(hostname)(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$t/munge/socket
SlurmUser=root
SlurmdUser=root
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$t/state
SlurmdSpoolDir=$t/spool
SlurmctldPidFile=$t/ctld.pid
SlurmdPidFile=$t/slurmd.pid
SlurmctldLogFile=$t/ctld.log
SlurmdLogFile=$t/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
RequeueExit=99
NodeName=$(hostname) NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
C
    slurmctld && slurmd
    for _ in $(seq 100); do
        sinfo -h 2>/dev/null | grep -q idle && break
        sleep 0.1
    done
    if ! sinfo -h 2>/dev/null | grep -q idle; then
        lacks="$lacks Slurm(did not start: $(tail -qn 1 ctld.log slurmd.log 2>/dev/null | tail -n 1))"
    else
        array
    fi
else
    lacks="$lacks Slurm"
fi
[ $bad = 0 ] || exit 1
[ -z "$lacks" ] || { echo "absent:$lacks; the rest was run"; exit 77; }
